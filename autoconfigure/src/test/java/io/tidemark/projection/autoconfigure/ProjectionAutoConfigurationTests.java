package io.tidemark.projection.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;

import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.projection.Outcome;
import io.tidemark.projection.Projected;
import io.tidemark.projection.ProjectionCache;
import io.tidemark.projection.ProjectionReader;
import io.tidemark.projection.Projections;
import io.tidemark.projection.autoconfigure.Flights.Application;
import io.tidemark.projection.autoconfigure.Flights.Departure;
import io.tidemark.projection.autoconfigure.Flights.Traffic;
import io.tidemark.projection.cache.CaffeineProjectionCache;
import io.tidemark.projection.cache.FileProjectionCache;
import io.tidemark.projection.cache.NoneProjectionCache;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P10")
class ProjectionAutoConfigurationTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(TidemarkAutoConfiguration.class, ProjectionAutoConfiguration.class));

    @TempDir
    Path directory;

    @Test
    void applicationReadsItsProjectionThroughCaffeine() {
        this.runner.withUserConfiguration(Application.class, Board.class).run((context) -> {
            Projected<Traffic> first = context.getBean(Board.class).traffic.get("DFW");
            Projected<Traffic> second = context.getBean(Board.class).traffic.get("DFW");

            assertThat(first.state()).isEqualTo(new Traffic(2, 12));
            assertThat(first.outcome()).isEqualTo(Outcome.REPLAY);
            assertThat(second.outcome()).isEqualTo(Outcome.HIT);
            assertThat(context).getBean(ProjectionCache.class).isInstanceOf(CaffeineProjectionCache.class);
            assertThat(context).getBean(Projections.class).satisfies((projections) -> {
                assertThat(projections.statistics("airport-traffic").hits()).isOne();
            });
        });
    }

    @Test
    void backendNoneStoresNothing() {
        this.runner.withUserConfiguration(Application.class, Board.class)
            .withPropertyValues("tidemark.projection.cache.backend=none")
            .run((context) -> {
                context.getBean(Board.class).traffic.get("DFW");

                assertThat(context.getBean(Board.class).traffic.get("DFW").outcome()).isEqualTo(Outcome.REPLAY);
                assertThat(context).getBean(ProjectionCache.class).isInstanceOf(NoneProjectionCache.class);
            });
    }

    @Test
    void backendFileKeepsStatesOverRestart() {
        ApplicationContextRunner filed = this.runner.withUserConfiguration(Application.class, Board.class)
            .withPropertyValues("tidemark.projection.cache.backend=file", "tidemark.directory=" + this.directory);

        filed.run((context) -> context.getBean(Board.class).traffic.get("DFW"));

        filed.run((context) -> {
            assertThat(context).getBean(ProjectionCache.class).isInstanceOf(FileProjectionCache.class);
            assertThat(context.getBean(Board.class).traffic.get("DFW").outcome()).isEqualTo(Outcome.HIT);
            assertThat(this.directory.resolve("projection/file")).isDirectory();
            assertThat(Files.readString(this.directory.resolve(".gitignore"))).isEqualTo("*\n");
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Board {

        final ProjectionReader<Traffic> traffic;

        Board(ProjectionReader<Traffic> traffic) {
            this.traffic = traffic;
        }

        @Bean
        String unrelated(ListEventSource<Departure> departures) {
            return "unrelated";
        }

    }

}
