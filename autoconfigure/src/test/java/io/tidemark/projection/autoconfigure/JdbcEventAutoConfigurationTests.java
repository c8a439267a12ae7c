package io.tidemark.projection.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import javax.sql.DataSource;

import io.tidemark.autoconfigure.MissingLibraryException;
import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.projection.EventDecoder;
import io.tidemark.projection.EventEncoder;
import io.tidemark.projection.Outcome;
import io.tidemark.projection.Projection;
import io.tidemark.projection.Projections;
import io.tidemark.projection.RecordedEvent;
import io.tidemark.projection.StateCodec;
import io.tidemark.projection.autoconfigure.FlightApplications.Board;
import io.tidemark.projection.autoconfigure.FlightApplications.Departure;
import io.tidemark.projection.autoconfigure.FlightApplications.ProjectionConfiguration;
import io.tidemark.projection.autoconfigure.FlightApplications.Traffic;
import io.tidemark.projection.jdbc.JdbcEventStore;
import io.tidemark.testing.StartupFailures;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P10")
class JdbcEventAutoConfigurationTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
                DataSourceInitializationAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
                JdbcTemplateAutoConfiguration.class, TidemarkAutoConfiguration.class, ProjectionAutoConfiguration.class,
                JdbcEventAutoConfiguration.class))
        .withPropertyValues("spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID());

    @Test
    @Tag("P2")
    void appendIsSeenByNextReadWhateverItsAgeLimit() {
        this.runner.withUserConfiguration(ProjectionConfiguration.class, Board.class)
            .withPropertyValues("tidemark.projection.max-stale=1h")
            .run((context) -> {
                JdbcEventStore events = context.getBean(JdbcEventStore.class);
                Board board = context.getBean(Board.class);
                events.append("DFW", "departed", new Departure(5));
                assertThat(board.traffic().get("DFW").state()).isEqualTo(new Traffic(1, 5));
                assertThat(board.traffic().get("DFW").outcome()).isEqualTo(Outcome.HIT);

                events.append("DFW", "departed", new Departure(7));

                assertThat(board.traffic().get("DFW").state()).isEqualTo(new Traffic(2, 12));
            });
    }

    @Test
    void tableIsThereBeforeBeansThatAppendAtStart() {
        this.runner.withUserConfiguration(ProjectionConfiguration.class, Board.class, Loader.class)
            .run((context) -> assertThat(context.getBean(Board.class).traffic().get("JFK").watermark()).isOne());
    }

    @Test
    void tableOfApplicationIsRead() {
        this.runner.withUserConfiguration(ProjectionConfiguration.class, Board.class)
            .withPropertyValues("tidemark.projection.jdbc.table=flight",
                    "tidemark.projection.jdbc.columns.stream-id=origin",
                    "tidemark.projection.jdbc.columns.sequence=seq", "tidemark.projection.jdbc.columns.type=kind",
                    "tidemark.projection.jdbc.columns.payload=body", "tidemark.projection.jdbc.fetch-size=10")
            .run((context) -> {
                JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
                jdbc.execute("create table flight (origin varchar(4), seq bigint, kind varchar(9), body varchar(99))");
                jdbc.update("insert into flight values ('DFW', 17, 'departed', '{\"delayMinutes\": 9}')");

                assertThat(context.getBean(Board.class).traffic().get("DFW").state()).isEqualTo(new Traffic(1, 9));
                assertThat(context).doesNotHaveBean(JdbcEventStore.class);
                assertThat(context).doesNotHaveBean(EventSchemaInitializer.class);
            });
    }

    @Test
    void nameOfTableThatIsNoneStopsStart() {
        this.runner.withUserConfiguration(ProjectionConfiguration.class)
            .withPropertyValues("tidemark.projection.jdbc.table=flight; drop table flight")
            .run((context) -> {
                FailureAnalysis analysis = StartupFailures.analyze(context);
                assertThat(analysis.getDescription()).contains("flight; drop table flight");
                assertThat(analysis.getAction()).isEqualTo("Correct it below 'tidemark.projection.jdbc'.");
            });
    }

    @ParameterizedTest
    @ValueSource(strings = { "always", "embedded" })
    void schemaIsInitialized(String mode) {
        this.runner.withPropertyValues("tidemark.projection.jdbc.initialize-schema=" + mode)
            .run((context) -> assertThat(tables(context.getBean(JdbcTemplate.class))).contains("TIDEMARK_EVENT"));
    }

    @Test
    void schemaIsLeftAloneIfSo() {
        this.runner.withPropertyValues("tidemark.projection.jdbc.initialize-schema=never")
            .run((context) -> assertThat(tables(context.getBean(JdbcTemplate.class))).doesNotContain("TIDEMARK_EVENT"));
    }

    @Test
    void switchRemovesEventsOfDatabase() {
        this.runner.withPropertyValues("tidemark.projection.jdbc.enabled=false")
            .withUserConfiguration(ProjectionConfiguration.class)
            .run((context) -> {
                FailureAnalysis analysis = StartupFailures.analyze(context);
                assertThat(analysis.getDescription())
                    .isEqualTo("Projection 'airport-traffic' (bean 'airportTraffic', %s) has no source of events of type %s."
                        .formatted(FlightApplications.AirportTraffic.class.getName(), Departure.class.getName()));
                assertThat(analysis.getAction())
                    .isEqualTo("Define a bean of type EventSource<%s>, or configure one DataSource that the events are "
                        .formatted(Departure.class.getName()) + "read from.");
            });
    }

    @Test
    void sourceOfApplicationWins() {
        this.runner.withUserConfiguration(FlightApplications.Application.class, Board.class)
            .run((context) -> assertThat(context.getBean(Board.class).traffic().get("DFW").watermark()).isEqualTo(2));
    }

    @Test
    void storeOfApplicationWins() {
        this.runner.withBean("own", JdbcEventStore.class,
                () -> new JdbcEventStore(new DriverManagerDataSource(),
                        EventEncoder.string()))
            .run((context) -> assertThat(context).hasSingleBean(JdbcEventStore.class).hasBean("own"));
    }

    @Test
    void twoDataSourcesAreNone() {
        this.runner.withUserConfiguration(TwoDataSources.class).run((context) -> {
            assertThat(context).hasNotFailed();
            assertThat(context).doesNotHaveBean(JdbcEventStore.class);
        });
    }

    @Test
    void textIsReadAsText() {
        this.runner.withUserConfiguration(Texts.class)
            .withPropertyValues("tidemark.projection.jdbc.codec=string")
            .run((context) -> {
                context.getBean(JdbcEventStore.class).append("a", "said", "hello");

                assertThat(context.getBean(Projections.class).reader("texts").get("a").state()).isEqualTo("hello");
            });
    }

    @Test
    void codecThatDoesNotGiveEventTypeStopsStart() {
        this.runner.withUserConfiguration(ProjectionConfiguration.class)
            .withPropertyValues("tidemark.projection.jdbc.codec=bytes")
            .run((context) -> {
                FailureAnalysis analysis = StartupFailures.analyze(context);
                assertThat(analysis.getDescription()).endsWith("has events of type %s, but "
                    .formatted(Departure.class.getName()) + "'tidemark.projection.jdbc.codec' gives byte[].");
                assertThat(analysis.getAction()).isEqualTo("Choose another codec, or define a bean of type "
                        + "EventDecoder<%s>.".formatted(Departure.class.getName()));
            });
    }

    @Test
    void withoutJacksonCodecsMustBeSupplied() {
        ApplicationContextRunner withoutJackson = this.runner
            .withClassLoader(new FilteredClassLoader("tools.jackson"))
            .withUserConfiguration(ProjectionConfiguration.class);

        withoutJackson.run((context) -> {
            assertThat(context).getFailure().rootCause().isInstanceOf(MissingLibraryException.class);
            assertThat(StartupFailures.analyze(context).getAction())
                .isEqualTo("Add the dependency 'tools.jackson.core:jackson-databind', or define a bean of type "
                        + "EventDecoder<%s>.".formatted(Departure.class.getName()));
        });
        withoutJackson.withUserConfiguration(OwnCodecs.class, Board.class).run((context) -> {
            context.getBean(JdbcEventStore.class).append("DFW", "departed", "11".getBytes(StandardCharsets.UTF_8));

            assertThat(context.getBean(Board.class).traffic().get("DFW").state()).isEqualTo(new Traffic(1, 11));
        });
    }

    @Test
    void withoutJdbcProjectionsReadSourceOfApplication() {
        new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(TidemarkAutoConfiguration.class, ProjectionAutoConfiguration.class,
                    JdbcEventAutoConfiguration.class))
            .withClassLoader(new FilteredClassLoader("org.springframework.jdbc", "org.springframework.boot.jdbc",
                    "org.springframework.boot.sql", "org.springframework.transaction"))
            .withUserConfiguration(FlightApplications.Application.class, Board.class)
            .run((context) -> assertThat(context.getBean(Board.class).traffic().get("DFW").watermark()).isEqualTo(2));
    }

    private static List<String> tables(JdbcTemplate jdbc) {
        return jdbc.queryForList("select table_name from information_schema.tables", String.class);
    }

    static class Loader {

        @Autowired
        Loader(JdbcEventStore events) {
            events.append("JFK", "departed", Map.of("delayMinutes", 1));
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class TwoDataSources {

        @Bean
        DataSource first() {
            return new DriverManagerDataSource();
        }

        @Bean
        DataSource second() {
            return new DriverManagerDataSource();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class Texts {

        @Bean
        Projection<String, String> texts() {
            return new Projection<>() {
                @Override
                public String name() {
                    return "texts";
                }

                @Override
                public String initial(String streamId) {
                    return "";
                }

                @Override
                public String apply(String state, RecordedEvent<String> event) {
                    return state + event.data();
                }
            };
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class OwnCodecs {

        @Bean
        EventDecoder<Departure> departures() {
            return (type, payload) -> new Departure(Integer.parseInt(new String(payload, StandardCharsets.UTF_8)));
        }

        @Bean
        StateCodec<Traffic> traffics() {
            return new StateCodec<>() {
                @Override
                public String name() {
                    return "own";
                }

                @Override
                public byte[] encode(Traffic state) {
                    return new byte[] { (byte) state.departures(), (byte) state.delayMinutes() };
                }

                @Override
                public Traffic decode(byte[] bytes) {
                    return new Traffic(bytes[0], bytes[1]);
                }
            };
        }

    }

}
