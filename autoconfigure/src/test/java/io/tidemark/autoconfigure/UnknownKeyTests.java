package io.tidemark.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.tidemark.testing.StartupFailures;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class UnknownKeyTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(TidemarkAutoConfiguration.class));

    @ParameterizedTest
    @CsvSource({ "tidemark.directorry, tidemark.directory",
            "tidemark.projection.cache.file.max-size, tidemark.projection.cache.file.maximum-size",
            "tidemark.projections.max-stale, tidemark.projection.max-stale",
            "tidemark.projection.jdbc.columns.stream, tidemark.projection.jdbc.columns.stream-id",
            "tidemark.projection.cache.backend.type, tidemark.projection.cache.backend",
            "tidemark.livetable.tables.airport.tttl, tidemark.livetable.tables.airport.ttl",
            "tidemark.livetable.tables.flights.airport.ttl, tidemark.livetable.tables.flights.ttl",
            "tidemark.livetable.tables[flights/airport].max-entries, "
                    + "tidemark.livetable.tables[flights/airport].maximum-entries",
            "tidemark.livetable.change.events.enabled, tidemark.livetable.changes.events.enabled" })
    void keyThatMeansNothingStopsStartWithNearestKey(String key, String nearest) {
        this.runner.withPropertyValues(key + "=x").run((context) -> {
            FailureAnalysis analysis = StartupFailures.analyze(context);

            assertThat(analysis.getDescription())
                .isEqualTo("Property '%s' of \"%s\" from property source \"test\" is unknown: did you mean '%s'?"
                    .formatted(key, key, nearest));
            assertThat(analysis.getAction()).isEqualTo("Correct or remove them.");
        });
    }

    @Test
    void fileIsNamedWithLine(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("application.yml"), """
                tidemark:
                  projection:
                    max-stall: 5s
                """);

        this.runner.withInitializer(new ConfigDataApplicationContextInitializer())
            .withSystemProperties("spring.config.location=" + file.toUri())
            .run((context) -> assertThat(StartupFailures.analyze(context).getDescription())
                .startsWith("Property 'tidemark.projection.max-stall' of ")
                .contains("application.yml")
                .contains("3:16")
                .endsWith("is unknown: did you mean 'tidemark.projection.max-stale'?"));
    }

    @Test
    void everySpellingOfKnownKeysIsKnown() {
        this.runner.withPropertyValues("tidemark.projection.maxStale=5s", "tidemark.projection.cache.lock_timeout=1s",
                "TIDEMARK.ENABLED=true")
            .run((context) -> assertThat(context).hasNotFailed());
    }

    @Test
    void systemPropertiesAndEnvironmentAreExempt() {
        this.runner.withSystemProperties("tidemark.port=1")
            .withInitializer((context) -> context.getEnvironment()
                .getPropertySources()
                .replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                Map.of("TIDEMARK_PORT", "tcp://10.0.0.1:80"))))
            .run((context) -> assertThat(context).hasNotFailed());
    }

    @Test
    void keysOfCapabilitiesThatAreOffAreKnown() {
        this.runner.withPropertyValues("tidemark.projection.enabled=false", "tidemark.projection.max-stale=5s")
            .run((context) -> assertThat(context).hasNotFailed());
    }

}
