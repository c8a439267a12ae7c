package io.tidemark.livetable.repository;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

import io.tidemark.generation.Generations;
import io.tidemark.livetable.LiveTableClock;
import io.tidemark.livetable.LiveTableRuntime;
import io.tidemark.livetable.LiveTableSettings;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.LoadObserver;
import io.tidemark.livetable.PageCache;
import io.tidemark.livetable.TableSettings;
import io.tidemark.livetable.cache.CaffeinePageCache;
import io.tidemark.livetable.repository.transaction.SpringReadContext;
import io.tidemark.livetable.repository.transaction.TransactionMoments;
import io.tidemark.livetable.repository.transaction.TransactionWrites;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of live tables that are the same with every mapping library. */
@Configuration(proxyBeanMethods = false)
public class LiveTableTestConfiguration {

    @Bean
    static LiveTableRepositoryPostProcessor repositoryPostProcessor(ObjectProvider<RepositoryHook> hook) {
        return new LiveTableRepositoryPostProcessor(hook::getObject);
    }

    /** How far the clocks of live tables are ahead. */
    @Bean
    AtomicLong nanosAhead() {
        return new AtomicLong();
    }

    @Bean
    Generations generations(AtomicLong nanosAhead) {
        return new Generations(Generations.DEFAULT_SLOTS, Duration.ofMinutes(5),
                () -> System.nanoTime() + nanosAhead.get(), (path, heldFor) -> {
                });
    }

    @Bean
    TransactionMoments transactionMoments(Generations generations) {
        return new TransactionMoments(generations::moment);
    }

    @Bean
    SpringReadContext readContext(TransactionMoments moments) {
        return new SpringReadContext(moments);
    }

    @Bean(destroyMethod = "shutdownNow")
    ExecutorService liveTableExecutor() {
        return Executors.newSingleThreadExecutor(task -> new Thread(task, "live-tables"));
    }

    @Bean
    LiveTables liveTables(Generations generations, SpringReadContext context, ExecutorService executor,
            AtomicLong nanosAhead, ObjectProvider<PageCache> pageCache, ObjectProvider<TableSettings> settings,
            ObjectProvider<LoadObserver> observer) {
        PageCache cache = pageCache.getIfAvailable(() -> new CaffeinePageCache(1_000));
        LiveTableClock clock = new LiveTableClock(() -> System.nanoTime() + nanosAhead.get(), InstantSource.system());
        return new LiveTables(generations,
                new LiveTableSettings(settings.getIfAvailable(TableSettings::defaults), Map.of()), table -> cache,
                new LiveTableRuntime(context, clock, executor, observer.getIfAvailable(() -> LoadObserver.NONE)));
    }

    @Bean
    TransactionWrites transactionWrites(LiveTables tables, TransactionMoments moments) {
        return new TransactionWrites(tables, moments);
    }

    @Bean
    ScopedPaths scopedPaths(ObjectProvider<LiveTableScope> scope) {
        return new ScopedPaths(scope.getIfAvailable());
    }

    @Bean
    DataSourceNames dataSourceNames(ListableBeanFactory beanFactory) {
        return new DataSourceNames(beanFactory);
    }

    @Bean
    RepositoryHook repositoryHook(LiveTables tables, TransactionWrites writes, ObjectProvider<TableModels> models,
            ScopedPaths paths) {
        return new RepositoryHook(tables, writes, models.stream().toList(), paths, List.of());
    }

}
