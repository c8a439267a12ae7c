package io.tidemark.projection.autoconfigure;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.projection.Freshness;
import io.tidemark.projection.Projected;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionReader;
import io.tidemark.projection.Projections;
import io.tidemark.projection.RecordedEvent;
import io.tidemark.projection.autoconfigure.FlightApplications.AirportTraffic;
import io.tidemark.projection.autoconfigure.FlightApplications.Application;
import io.tidemark.projection.autoconfigure.FlightApplications.Board;
import io.tidemark.projection.autoconfigure.FlightApplications.Departure;
import io.tidemark.projection.autoconfigure.FlightApplications.Traffic;
import io.tidemark.testing.StartupFailures;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class ProjectionReaderInjectionTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(TidemarkAutoConfiguration.class, ProjectionAutoConfiguration.class))
        .withUserConfiguration(Application.class);

    @Test
    void readerIsInjectedByItsStateType() {
        this.runner.withUserConfiguration(OtherProjections.class, Board.class, ByField.class, ByProvider.class)
            .run((context) -> {
                assertThat(context.getBean(Board.class).traffic().name()).isEqualTo("airport-traffic");
                assertThat(context.getBean(ByField.class).delays.name()).isEqualTo("delays");
                assertThat(context.getBean(ByField.class).lists.name()).isEqualTo("lists");
                assertThat(context.getBean(ByProvider.class).reader().name()).isEqualTo("delays");
            });
    }

    @Test
    void genericStateIsFoldedAndCached() {
        this.runner.withUserConfiguration(OtherProjections.class, ByField.class).run((context) -> {
            Projected<List<Integer>> first = context.getBean(ByField.class).lists.get("DFW");

            assertThat(first.state()).containsExactly(5, 7);
            assertThat(context.getBean(ByField.class).lists.get("DFW").state()).containsExactly(5, 7);
        });
    }

    @Test
    void parameterNameChoosesAmongProjectionsOfOneState() {
        this.runner.withUserConfiguration(SecondTraffic.class, ByName.class)
            .run((context) -> assertThat(context.getBean(ByName.class).secondTraffic().name()).isEqualTo("second"));
    }

    @Test
    void qualifierChoosesAmongProjectionsOfOneState() {
        this.runner.withUserConfiguration(SecondTraffic.class, ByQualifier.class).run((context) -> {
            assertThat(context.getBean(ByQualifier.class).first.name()).isEqualTo("airport-traffic");
            assertThat(context.getBean(ByQualifier.class).other.name()).isEqualTo("second");
        });
    }

    @Test
    void ambiguousReaderStopsStartWithCandidates() {
        this.runner.withUserConfiguration(SecondTraffic.class, Board.class).run((context) -> {
            FailureAnalysis analysis = StartupFailures.analyze(context);

            assertThat(analysis.getDescription()).isEqualTo(("Parameter 'traffic' of %s wants a ProjectionReader<%s>, "
                    + "but several projections have such a state: 'airportTraffic' of %s, 'secondTraffic' of %s.")
                .formatted(Board.class.getName(), Traffic.class.getName(), Traffic.class.getName(),
                        Traffic.class.getName()));
            assertThat(analysis.getAction()).isEqualTo(
                    "Name the field or parameter like the bean, or use a @Qualifier with the name of the bean.");
        });
    }

    @Test
    void readerOfUnknownStateStopsStartWithCandidates() {
        this.runner.withUserConfiguration(Unknown.class).run((context) -> {
            FailureAnalysis analysis = StartupFailures.analyze(context);

            assertThat(analysis.getDescription()).isEqualTo(("Parameter 'text' of %s wants a ProjectionReader<%s>, but "
                    + "no projection has such a state; there are: 'airportTraffic' of %s.")
                .formatted(Unknown.class.getName(), String.class.getName(), Traffic.class.getName()));
        });
    }

    @Test
    void readerOfApplicationWins() {
        this.runner.withUserConfiguration(OwnReader.class, OtherProjections.class, Board.class, ByField.class)
            .run((context) -> {
                assertThat(context.getBean(Board.class).traffic().name()).isEqualTo("own");
                assertThat(context.getBean(ByField.class).delays.name()).isEqualTo("delays");
            });
    }

    @Test
    void projectionWhoseTypesAreUnknownStopsStart() {
        this.runner.withBean("raw", Projection.class, () -> new Typed<>(null)).run((context) -> {
            FailureAnalysis analysis = StartupFailures.analyze(context);

            assertThat(analysis.getDescription())
                .isEqualTo("The stateType of projection 'typed' (bean 'raw', %s) can't be found from the type "
                    .formatted(Typed.class.getName()) + "arguments of its class.");
            assertThat(analysis.getAction()).isEqualTo(
                    "Declare them with 'implements Projection<State, Event>', or override 'stateType()'.");
        });
    }

    @Test
    void projectionMayNameItsTypes() {
        this.runner.withBean("raw", Projection.class, () -> new Typed<>(Map.class))
            .run((context) -> assertThat(context.getBean(Projections.class).names()).contains("typed"));
    }

    @Configuration(proxyBeanMethods = false)
    static class OtherProjections {

        @Bean
        Projection<Integer, Departure> delays() {
            return new Fold<>("delays", 0) {
                @Override
                public Integer apply(Integer state, RecordedEvent<Departure> event) {
                    return state + event.data().delayMinutes();
                }
            };
        }

        @Bean
        Projection<List<Integer>, Departure> lists() {
            return new Fold<>("lists", List.of()) {
                @Override
                public List<Integer> apply(List<Integer> state, RecordedEvent<Departure> event) {
                    return Stream.concat(state.stream(),
                            Stream.of(event.data().delayMinutes())).toList();
                }
            };
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class SecondTraffic {

        @Bean
        AirportTraffic secondTraffic() {
            return new AirportTraffic() {
                @Override
                public String name() {
                    return "second";
                }
            };
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class OwnReader {

        @Bean
        ProjectionReader<Traffic> ownReader(Projections projections, AirportTraffic traffic) {
            ProjectionReader<Traffic> reader = projections.reader(traffic);
            return new NamedReader<>("own", reader);
        }

    }

    static class ByField {

        @Autowired
        ProjectionReader<Integer> delays;

        @Autowired
        ProjectionReader<List<Integer>> lists;

    }

    record ByProvider(ObjectProvider<ProjectionReader<Integer>> provider) {

        ProjectionReader<Integer> reader() {
            return this.provider.getObject();
        }

    }

    record ByName(ProjectionReader<Traffic> secondTraffic) {
    }

    record Unknown(ProjectionReader<String> text) {
    }

    static class ByQualifier {

        @Autowired
        @Qualifier("airportTraffic")
        ProjectionReader<Traffic> first;

        @Autowired
        @Qualifier("secondTraffic")
        ProjectionReader<Traffic> other;

    }

    record NamedReader<S>(String name, ProjectionReader<S> reader) implements ProjectionReader<S> {

        @Override
        public Projected<S> get(String streamId) {
            return this.reader.get(streamId);
        }

        @Override
        public Projected<S> get(String streamId, Freshness freshness) {
            return this.reader.get(streamId, freshness);
        }

        @Override
        public Map<String, Projected<S>> getAll(Collection<String> streamIds) {
            return this.reader.getAll(streamIds);
        }

        @Override
        public Map<String, Projected<S>> getAll(Collection<String> streamIds,
                Freshness freshness) {
            return this.reader.getAll(streamIds, freshness);
        }

    }

    abstract static class Fold<S> implements Projection<S, Departure> {

        private final String name;

        private final S initial;

        Fold(String name, S initial) {
            this.name = name;
            this.initial = initial;
        }

        @Override
        public String name() {
            return this.name;
        }

        @Override
        public S initial(String streamId) {
            return this.initial;
        }

    }

    record Typed<S, E>(@Nullable Type stateType) implements Projection<S, E> {

        @Override
        public String name() {
            return "typed";
        }

        @Override
        public S initial(String streamId) {
            throw new IllegalStateException("not folded here");
        }

        @Override
        public S apply(S state, RecordedEvent<E> event) {
            return state;
        }

        @Override
        @SuppressWarnings("unchecked")
        public Class<E> eventType() {
            return (Class<E>) Departure.class;
        }

    }

}
