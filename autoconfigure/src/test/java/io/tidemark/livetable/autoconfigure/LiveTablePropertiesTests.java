package io.tidemark.livetable.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.livetable.GapPolicy;
import io.tidemark.livetable.LiveTableSettings;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.TableSettings;
import io.tidemark.livetable.autoconfigure.LiveTableProperties.Backend;
import io.tidemark.livetable.autoconfigure.LiveTableProperties.Mvstore;
import io.tidemark.livetable.change.PostgresChangeSettings;
import io.tidemark.mvstore.PageCompression;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class LiveTablePropertiesTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
            AutoConfigurations.of(TidemarkAutoConfiguration.class, LiveTableAutoConfiguration.class));

    @Test
    void nothingSetIsDefaults() {
        this.runner.run((context) -> {
            LiveTableProperties properties = context.getBean(LiveTableProperties.class);

            assertThat(properties.enabled()).isTrue();
            assertThat(properties.backend()).isEqualTo(Backend.CAFFEINE);
            assertThat(properties.settings().defaults()).isEqualTo(TableSettings.defaults());
            assertThat(properties.settings().overrides()).isEmpty();
            assertThat(properties.mvstore()).isEqualTo(new Mvstore(null, DataSize.ofGigabytes(1),
                    DataSize.ofMegabytes(64), PageCompression.NONE, Duration.ofSeconds(10)));
            assertThat(properties.changes().events().enabled()).isTrue();
            assertThat(properties.changes().postgres().enabled()).isFalse();
            assertThat(properties.changes().postgres().settings("dataSource"))
                .isEqualTo(PostgresChangeSettings.of("dataSource"));
        });
    }

    @Test
    void tableHasDefaultsWhereItHasNothingOfItsOwn() {
        this.runner.withPropertyValues("tidemark.livetable.ttl=1m", "tidemark.livetable.max-stale=5m",
                "tidemark.livetable.tables.airport.ttl=2m", "tidemark.livetable.tables.airport.on-gap=serve",
                "tidemark.livetable.tables.airport.maximum-entries=7")
            .run((context) -> {
                LiveTableSettings settings = context.getBean(LiveTableProperties.class).settings();

                assertThat(settings.of(new TableId("dataSource", "AIRPORT"))).isEqualTo(
                        new TableSettings(Duration.ofMinutes(2), Duration.ofMinutes(5), null, 7, Duration.ofSeconds(10),
                                Duration.ZERO, GapPolicy.SERVE));
                assertThat(settings.of(new TableId("dataSource", "flight")).ttl()).isEqualTo(Duration.ofMinutes(1));
            });
    }

    @ParameterizedTest
    @ValueSource(strings = { "flight_leg", "'[flight_leg]'", "'[FLIGHT_LEG]'", "FLIGHT_LEG", "flightleg",
            "'[dataSource/flight_leg]'", "'[datasource/flight_leg]'" })
    void nameIsUnderstoodAsItIsWritten(String name, @TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("application.yml"), """
                tidemark:
                  livetable:
                    tables:
                      %s:
                        ttl: 3s
                """.formatted(name));

        this.runner.withInitializer(new ConfigDataApplicationContextInitializer())
            .withSystemProperties("spring.config.location=" + file.toUri())
            .run((context) -> {
                LiveTableSettings settings = context.getBean(LiveTableProperties.class).settings();

                assertThat(settings.of(new TableId("dataSource", "flight_leg")).ttl())
                    .isEqualTo(Duration.ofSeconds(3));
                assertThat(settings.of(new TableId("dataSource", "flight")).ttl()).isNull();
            });
    }

    @Test
    void tableOfOneDataSourceGoesBeforeTableOfAll() {
        this.runner.withPropertyValues("tidemark.livetable.tables.airport.ttl=1s",
                "tidemark.livetable.tables[archive/airport].ttl=2s", "tidemark.livetable.tables[public.gate].ttl=3s")
            .run((context) -> {
                LiveTableSettings settings = context.getBean(LiveTableProperties.class).settings();

                assertThat(settings.of(new TableId("flights", "airport")).ttl()).isEqualTo(Duration.ofSeconds(1));
                assertThat(settings.of(new TableId("archive", "airport")).ttl()).isEqualTo(Duration.ofSeconds(2));
                assertThat(settings.of(new TableId("flights", "public.gate")).ttl()).isEqualTo(Duration.ofSeconds(3));
            });
    }

    @Test
    void listenerIsSetByProperties() {
        String postgres = "tidemark.livetable.changes.postgres.";
        this.runner.withPropertyValues(postgres + "channels=a,b", postgres + "schemas=flights",
                postgres + "tables=Airport", postgres + "heartbeat-interval=1s", postgres + "heartbeat-timeout=2s",
                postgres + "reconnect-delay=3s", postgres + "maximum-reconnect-delay=4s")
            .run((context) -> assertThat(
                    context.getBean(LiveTableProperties.class).changes().postgres().settings("flights"))
                .isEqualTo(new PostgresChangeSettings("flights", List.of("a", "b"), Set.of("flights"),
                        Set.of("airport"), Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3),
                        Duration.ofSeconds(4))));
    }

    @ParameterizedTest
    @MethodSource
    void wrongValueStopsStart(String property, String value, String reason) {
        this.runner.withPropertyValues(property + "=" + value).run((context) -> {
            assertThat(context).getFailure()
                .rootCause()
                .isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
                    assertThat(ex.getName()).isEqualTo(property);
                    assertThat(ex.getReason()).isEqualTo(reason);
                });
        });
    }

    static Stream<Arguments> wrongValueStopsStart() {
        String live = "tidemark.livetable.";
        String postgres = live + "changes.postgres.";
        return Stream.of(arguments(live + "ttl", "0s", "must be at least 1ms, was 0s"),
                arguments(live + "max-stale", "-1s", "must be at least 1ms, was -1s"),
                arguments(live + "negative-ttl", "400d", "must be at most 31536000s, was 34560000s"),
                arguments(live + "maximum-entries", "0", "must be at least 1, was 0"),
                arguments(live + "load-timeout", "0s", "must be at least 1ms, was 0s"),
                arguments(live + "replica-lag", "-1ms", "must be at least 0s, was -1ms"),
                arguments(live + "tables.airport.ttl", "-5s", "must be at least 1ms, was -5s"),
                arguments(live + "tables[flights/airport].maximum-entries", "-1", "must be at least 1, was -1"),
                arguments(live + "tables[public.airport].load-timeout", "0s", "must be at least 1ms, was 0s"),
                arguments(live + "mvstore.maximum-size", "10KB", "must be at least 1MB, was 10KB"),
                arguments(live + "mvstore.page-cache-size", "0B", "must be at least 1MB, was 0B"),
                arguments(live + "mvstore.lock-timeout", "-1s", "must not be negative, was -1s"),
                arguments(postgres + "connect-timeout", "0s", "must be at least 1s, was 0s"),
                arguments(postgres + "heartbeat-interval", "1ms", "must be at least 100ms, was 1ms"),
                arguments(postgres + "heartbeat-timeout", "2h", "must be at most 3600s, was 7200s"),
                arguments(postgres + "reconnect-delay", "0s", "must be at least 1ms, was 0s"),
                arguments(postgres + "maximum-reconnect-delay", "100ms", "must be at least 200ms, was 100ms"));
    }

    @Test
    void staleLimitMustBeLongerThanTimeToLive() {
        this.runner.withPropertyValues("tidemark.livetable.ttl=5s", "tidemark.livetable.tables.airport.max-stale=5s")
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .hasMessage("Property tidemark.livetable.tables.airport.max-stale with value 'PT5S' is invalid: must "
                        + "be longer than 'tidemark.livetable.tables.airport.ttl', which is 5s, was 5s: both are "
                        + "counted from the load"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "backend", "on-gap", "tables.airport.backend", "mvstore.compression" })
    void unknownChoiceStopsStart(String property) {
        this.runner.withPropertyValues("tidemark.livetable." + property + "=perhaps")
            .run((context) -> assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("perhaps"));
    }

}
