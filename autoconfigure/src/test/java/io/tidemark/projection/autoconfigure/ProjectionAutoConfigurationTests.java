package io.tidemark.projection.autoconfigure;

import java.nio.file.Path;

import io.tidemark.autoconfigure.MissingLibraryException;
import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.projection.Outcome;
import io.tidemark.projection.Projected;
import io.tidemark.projection.ProjectionCache;
import io.tidemark.projection.ProjectionReader;
import io.tidemark.projection.Projections;
import io.tidemark.projection.autoconfigure.FlightApplications.Application;
import io.tidemark.projection.autoconfigure.FlightApplications.Board;
import io.tidemark.projection.autoconfigure.FlightApplications.Traffic;
import io.tidemark.projection.cache.CaffeineProjectionCache;
import io.tidemark.projection.cache.FileProjectionCache;
import io.tidemark.projection.cache.NoneProjectionCache;
import io.tidemark.projection.cache.mvstore.MvStoreProjectionCache;
import io.tidemark.testing.StartupFailures;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P10")
class ProjectionAutoConfigurationTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(TidemarkAutoConfiguration.class, ProjectionAutoConfiguration.class))
        .withUserConfiguration(Application.class, Board.class);

    @TempDir
    Path directory;

    @Test
    void applicationReadsItsProjectionThroughCaffeine() {
        this.runner.run((context) -> {
            Projected<Traffic> first = context.getBean(Board.class).traffic().get("DFW");
            Projected<Traffic> second = context.getBean(Board.class).traffic().get("DFW");

            assertThat(first.state()).isEqualTo(new Traffic(2, 12));
            assertThat(first.outcome()).isEqualTo(Outcome.REPLAY);
            assertThat(second.outcome()).isEqualTo(Outcome.HIT);
            assertThat(context).getBean(ProjectionCache.class).isInstanceOf(CaffeineProjectionCache.class);
        });
    }

    @Test
    void backendNoneStoresNothing() {
        this.runner.withPropertyValues("tidemark.projection.cache.backend=none").run((context) -> {
            context.getBean(Board.class).traffic().get("DFW");

            assertThat(context.getBean(Board.class).traffic().get("DFW").outcome()).isEqualTo(Outcome.REPLAY);
            assertThat(context).getBean(ProjectionCache.class).isInstanceOf(NoneProjectionCache.class);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = { "file", "mvstore", "MV-STORE" })
    void persistentBackendKeepsStatesOverRestart(String backend) {
        ApplicationContextRunner persistent = this.runner.withPropertyValues(
                "tidemark.projection.cache.backend=" + backend, "tidemark.directory=" + this.directory);

        persistent.run((context) -> context.getBean(Board.class).traffic().get("DFW"));

        persistent.run((context) -> {
            assertThat(context.getBean(Board.class).traffic().get("DFW").outcome()).isEqualTo(Outcome.HIT);
            assertThat(context).getBean(ProjectionCache.class).isInstanceOfAny(FileProjectionCache.class,
                    MvStoreProjectionCache.class);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = { "file", "mvstore" })
    void twoContextsShareOneDirectory(String backend) {
        ApplicationContextRunner persistent = this.runner.withPropertyValues(
                "tidemark.projection.cache.backend=" + backend, "tidemark.directory=" + this.directory,
                "tidemark.projection.cache.lock-timeout=0s");

        persistent.run((first) -> persistent.run((second) -> {
            first.getBean(Board.class).traffic().get("DFW");

            assertThat(second.getBean(Board.class).traffic().get("DFW").outcome()).isEqualTo(Outcome.HIT);
        }));
    }

    @Test
    void cacheIsClosedWithContext() {
        ProjectionCache[] cache = new ProjectionCache[1];

        this.runner.run((context) -> cache[0] = context.getBean(ProjectionCache.class));

        assertThat(cache[0]).extracting((each) -> {
            try {
                return each.usage();
            }
            catch (RuntimeException ex) {
                return ex.getClass().getSimpleName();
            }
        }).isEqualTo("CacheFailedException");
    }

    @Test
    void mvstoreWithoutItsLibraryStopsStart() {
        this.runner.withClassLoader(new FilteredClassLoader("org.h2.mvstore"))
            .withPropertyValues("tidemark.projection.cache.backend=mvstore")
            .run((context) -> {
                assertThat(context).getFailure().rootCause().isInstanceOf(MissingLibraryException.class);
                FailureAnalysis analysis = StartupFailures.analyze(context);
                assertThat(analysis.getDescription())
                    .isEqualTo("The backend 'mvstore' of 'tidemark.projection.cache.backend' needs a library that is "
                            + "not on the class path.");
                assertThat(analysis.getAction()).isEqualTo(
                        "Add the dependency 'com.h2database:h2-mvstore:2.4.240', or choose another backend.");
            });
    }

    @Test
    void otherBackendsNeedNoMvstore() {
        this.runner.withClassLoader(new FilteredClassLoader("org.h2.mvstore", "org.h2.mvstore.MVStore"))
            .run((context) -> assertThat(context).hasSingleBean(CaffeineProjectionCache.class));
    }

    @ParameterizedTest
    @ValueSource(strings = { "tidemark.enabled", "tidemark.projection.enabled" })
    void switchRemovesEverything(String property) {
        new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(TidemarkAutoConfiguration.class,
                    ProjectionAutoConfiguration.class, JdbcEventAutoConfiguration.class))
            .withUserConfiguration(Application.class)
            .withPropertyValues(property + "=false")
            .run((context) -> {
                assertThat(context).hasNotFailed();
                assertThat(context).doesNotHaveBean(Projections.class);
                assertThat(context).doesNotHaveBean(ProjectionCache.class);
                assertThat(context.getBeanNamesForType(ProjectionReader.class)).isEmpty();
            });
    }

}
