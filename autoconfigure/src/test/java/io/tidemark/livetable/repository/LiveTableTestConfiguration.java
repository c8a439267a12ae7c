package io.tidemark.livetable.repository;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

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

    @Bean
    Generations generations() {
        return new Generations();
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
            ObjectProvider<PageCache> caches, ObjectProvider<LoadObserver> observer) {
        PageCache cache = caches.getIfAvailable(() -> new CaffeinePageCache(1_000));
        return new LiveTables(generations,
                new LiveTableSettings(TableSettings.defaults(), java.util.Map.of()), table -> cache,
                new LiveTableRuntime(context, LiveTableClock.system(), executor,
                        observer.getIfAvailable(() -> LoadObserver.NONE)));
    }

    @Bean
    TransactionWrites transactionWrites(LiveTables tables) {
        return new TransactionWrites(tables);
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
