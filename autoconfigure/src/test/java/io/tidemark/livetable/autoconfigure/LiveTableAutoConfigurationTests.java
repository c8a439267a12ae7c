package io.tidemark.livetable.autoconfigure;

import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Stream;

import io.tidemark.autoconfigure.MissingLibraryException;
import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.generation.Generations;
import io.tidemark.livetable.LiveTableClock;
import io.tidemark.livetable.LiveTableRuntime;
import io.tidemark.livetable.LiveTableSettings;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.PageCache;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.TableSettings;
import io.tidemark.livetable.autoconfigure.jdbc.GateApplication;
import io.tidemark.livetable.autoconfigure.jdbc.GateRepository;
import io.tidemark.livetable.autoconfigure.jpa.RunwayApplication;
import io.tidemark.livetable.autoconfigure.jpa.RunwayRepository;
import io.tidemark.livetable.cache.CaffeinePageCache;
import io.tidemark.livetable.cache.NonePageCache;
import io.tidemark.livetable.repository.RepositoryHook;
import io.tidemark.livetable.repository.jdbc.JdbcTableModels;
import io.tidemark.livetable.repository.jpa.JpaTableModels;
import io.tidemark.livetable.repository.transaction.SpringReadContext;
import io.tidemark.livetable.repository.transaction.TransactionMoments;
import io.tidemark.testing.StartupFailures;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.repository.core.support.RepositoryFactoryBeanSupport;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P10")
class LiveTableAutoConfigurationTests {

    private static final TableId GATE = new TableId("dataSource", "gate");

    private final ApplicationContextRunner runner = LiveTableApplications.jdbc()
        .withUserConfiguration(GateApplication.class);

    @Test
    void eachTableHasCacheOfItsOwnInMemory() {
        this.runner.withPropertyValues("tidemark.livetable.tables.gate.maximum-entries=3").run((context) -> {
            LiveTables tables = context.getBean(LiveTables.class);

            assertThat(tables.cache(GATE)).isInstanceOf(CaffeinePageCache.class)
                .isNotSameAs(tables.cache(new TableId("dataSource", "airport")));
            assertThat(tables.settings(GATE).maximumEntries()).isEqualTo(3);
        });
    }

    @Test
    void tablesMayHaveBackendsOfTheirOwn() {
        this.runner.withPropertyValues("tidemark.livetable.backend=none",
                "tidemark.livetable.tables.gate.backend=caffeine")
            .run((context) -> {
                LiveTables tables = context.getBean(LiveTables.class);

                assertThat(tables.cache(GATE)).isInstanceOf(CaffeinePageCache.class);
                assertThat(tables.cache(new TableId("dataSource", "airport"))).isInstanceOf(NonePageCache.class);
            });
    }

    @Test
    void cachesAreClosedWithContext() {
        PageCache[] cache = new PageCache[1];

        this.runner.run((context) -> cache[0] = context.getBean(LiveTables.class).cache(GATE));

        assertThat(cache[0]).extracting((each) -> {
            try {
                return each.usage();
            }
            catch (RuntimeException ex) {
                return ex.getClass().getSimpleName();
            }
        }).isEqualTo("PageCacheFailedException");
    }

    @Test
    void cacheOfApplicationWinsButWhereNothingIsKept() {
        this.runner.withBean("own", PageCache.class, () -> new CaffeinePageCache(5))
            .withPropertyValues("tidemark.livetable.backend=mvstore", "tidemark.livetable.tables.gate.backend=none")
            .run((context) -> {
                LiveTables tables = context.getBean(LiveTables.class);

                assertThat(tables.cache(GATE)).isInstanceOf(NonePageCache.class);
                assertThat(tables.cache(new TableId("dataSource", "airport"))).isSameAs(context.getBean("own"));
                assertThat(context).doesNotHaveBean(MvStorePageCacheConfiguration.CACHE);
            });
    }

    @Test
    void clockOfApplicationIsUsed() {
        LiveTableClock stopped = new LiveTableClock(() -> 0, InstantSource.system());
        this.runner.withBean(LiveTableClock.class, () -> stopped)
            .run((context) -> assertThat(context).hasNotFailed().getBean(LiveTableClock.class).isSameAs(stopped));
    }

    @Test
    void everyTransactionManagerIsListenedToOnce() {
        this.runner.run((context) -> {
            TransactionMoments moments = context.getBean(TransactionMoments.class);

            assertThat(context.getBean(ConfigurableTransactionManager.class).getTransactionExecutionListeners())
                .containsOnlyOnce(moments);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = { "tidemark.enabled", "tidemark.livetable.enabled" })
    void switchRemovesEverything(String property) {
        this.runner.withPropertyValues(property + "=false").run((context) -> {
            assertThat(context).hasNotFailed().hasSingleBean(GateRepository.class);
            assertThat(context).doesNotHaveBean(LiveTables.class)
                .doesNotHaveBean(RepositoryHook.class)
                .doesNotHaveBean(JdbcTableModels.class)
                .doesNotHaveBean(TransactionMoments.class);
            assertThat(context.getBean(GateRepository.class).count()).isZero();
        });
    }

    @Test
    void liveTablesOfApplicationWin() {
        this.runner.withBean("own", LiveTables.class,
                () -> new LiveTables(new Generations(),
                        new LiveTableSettings(TableSettings.defaults(),
                                Map.of()),
                        (table) -> new NonePageCache(),
                        new LiveTableRuntime(
                                new SpringReadContext(
                                        new TransactionMoments(() -> 0)),
                                LiveTableClock.system(), Runnable::run)))
            .run((context) -> assertThat(context).hasSingleBean(LiveTables.class).hasBean("own"));
    }

    @ParameterizedTest
    @MethodSource
    void nothingIsConfiguredWithoutItsLibraries(Class<?> missing) {
        new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations
                .of(TidemarkAutoConfiguration.class, LiveTableAutoConfiguration.class))
            .withClassLoader(new FilteredClassLoader(missing))
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LiveTables.class));
    }

    static Stream<Class<?>> nothingIsConfiguredWithoutItsLibraries() {
        return Stream.of(RepositoryFactoryBeanSupport.class, TransactionSynchronizationManager.class,
                ConnectionHolder.class);
    }

    @Test
    void jpaMayBeAbsent() {
        this.runner
            .withClassLoader(new FilteredClassLoader("org.springframework.data.jpa", "org.hibernate",
                    "jakarta.persistence", "org.springframework.orm"))
            .run((context) -> {
                assertThat(context).hasNotFailed().doesNotHaveBean(JpaTableModels.class);
                assertThat(context.getBean(GateRepository.class).count()).isZero();
            });
    }

    @Test
    void dataJdbcMayBeAbsent() {
        LiveTableApplications.jpa()
            .withUserConfiguration(RunwayApplication.class)
            .withClassLoader(new FilteredClassLoader("org.springframework.data.jdbc",
                    "org.springframework.data.relational"))
            .run((context) -> {
                assertThat(context).hasNotFailed().doesNotHaveBean(JdbcTableModels.class);
                assertThat(context.getBean(RunwayRepository.class).count())
                    .isZero();
            });
    }

    @Test
    void mvstoreWithoutItsLibraryStopsStart() {
        this.runner.withClassLoader(new FilteredClassLoader("org.h2.mvstore"))
            .withPropertyValues("tidemark.livetable.tables.gate.backend=mvstore")
            .run((context) -> {
                assertThat(context).getFailure().rootCause().isInstanceOf(MissingLibraryException.class);
                FailureAnalysis analysis = StartupFailures.analyze(context);
                assertThat(analysis.getDescription()).isEqualTo(
                        "The backend 'mvstore' of 'tidemark.livetable' needs a library that is not on the class path.");
                assertThat(analysis.getAction()).isEqualTo(
                        "Add the dependency 'com.h2database:h2-mvstore:2.4.240', or choose another backend.");
            });
    }

    @Test
    void mvstoreWithoutJsonStopsStart() {
        this.runner.withClassLoader(new FilteredClassLoader("tools.jackson"))
            .withPropertyValues("tidemark.livetable.backend=mvstore")
            .run((context) -> assertThat(StartupFailures.analyze(context).getAction())
                .isEqualTo("Add the dependency 'tools.jackson.core:jackson-databind', or choose another backend, or "
                        + "define a bean of type RowsCodec."));
    }

}
