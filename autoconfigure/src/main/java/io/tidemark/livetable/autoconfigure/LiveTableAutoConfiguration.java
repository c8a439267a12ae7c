package io.tidemark.livetable.autoconfigure;

import io.tidemark.autoconfigure.BackgroundRefresher;
import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.generation.Generations;
import io.tidemark.livetable.ChangeSource;
import io.tidemark.livetable.LiveTableClock;
import io.tidemark.livetable.LiveTableRuntime;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.LoadObserver;
import io.tidemark.livetable.PageCache;
import io.tidemark.livetable.ReadContext;
import io.tidemark.livetable.copy.RowCopier;
import io.tidemark.livetable.repository.DataSourceNames;
import io.tidemark.livetable.repository.LiveTableRepositoryPostProcessor;
import io.tidemark.livetable.repository.LiveTableScope;
import io.tidemark.livetable.repository.RepositoryHook;
import io.tidemark.livetable.repository.RowTypes;
import io.tidemark.livetable.repository.ScopedPaths;
import io.tidemark.livetable.repository.TableModels;
import io.tidemark.livetable.repository.transaction.SpringReadContext;
import io.tidemark.livetable.repository.transaction.TransactionMoments;
import io.tidemark.livetable.repository.transaction.TransactionWrites;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.data.repository.core.support.RepositoryFactoryBeanSupport;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Auto-configuration of {@link LiveTables} in front of the repositories of Spring Data JDBC and Spring Data JPA. */
@AutoConfiguration(after = TidemarkAutoConfiguration.class,
        afterName = { "org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration",
                "org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration",
                "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration",
                "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
                "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
                "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
                "org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration" })
@ConditionalOnClass({ RepositoryFactoryBeanSupport.class, TransactionSynchronizationManager.class,
        ConnectionHolder.class })
@ConditionalOnBooleanProperty(name = { "tidemark.enabled", "tidemark.livetable.enabled" }, matchIfMissing = true)
@EnableConfigurationProperties(LiveTableProperties.class)
@Import({ MvStorePageCacheConfiguration.class, JdbcLiveTableConfiguration.class, JpaLiveTableConfiguration.class,
        ChangeEventsConfiguration.class, PostgresChangeConfiguration.class, LiveTableOperationsRegistrar.class })
public final class LiveTableAutoConfiguration {

    static final String OPERATIONS = "tidemarkLiveTableOperationsFactory";

    LiveTableAutoConfiguration() {
    }

    @Bean
    static LiveTableRepositoryPostProcessor tidemarkLiveTableRepositoryPostProcessor(
            ObjectProvider<RepositoryHook> hook) {
        return new LiveTableRepositoryPostProcessor(hook::getObject);
    }

    @Bean
    static TransactionMomentsRegistrar tidemarkTransactionMomentsRegistrar(ObjectProvider<TransactionMoments> moments) {
        return new TransactionMomentsRegistrar(moments::getObject);
    }

    @Bean
    @ConditionalOnMissingBean
    Generations tidemarkGenerations() {
        return new Generations();
    }

    @Bean
    TransactionMoments tidemarkTransactionMoments(Generations generations) {
        return new TransactionMoments(generations::moment);
    }

    @Bean
    @ConditionalOnMissingBean(ReadContext.class)
    SpringReadContext tidemarkReadContext(TransactionMoments moments) {
        return new SpringReadContext(moments);
    }

    @Bean
    TablePageCaches tidemarkPageCaches(LiveTableProperties properties, ObjectProvider<PageCache> ofApplication,
            @Qualifier(MvStorePageCacheConfiguration.CACHE) ObjectProvider<PageCache> onDisk) {
        return new TablePageCaches(properties, ofApplication.getIfAvailable(), onDisk.getIfAvailable());
    }

    @Bean
    @ConditionalOnMissingBean
    LiveTables liveTables(Generations generations, TablePageCaches caches, ReadContext context,
            ObjectProvider<LiveTableClock> clock, BackgroundRefresher refresher, ObjectProvider<LoadObserver> observer) {
        LiveTableRuntime runtime = new LiveTableRuntime(context, clock.getIfAvailable(LiveTableClock::system),
                refresher::execute, observer.getIfAvailable(() -> LoadObserver.NONE));
        return new LiveTables(generations, caches.settings(), caches::of, runtime);
    }

    // Later, because the caches may need beans that write.
    @Bean
    TransactionWrites tidemarkTransactionWrites(ObjectProvider<LiveTables> tables, TransactionMoments moments) {
        return new TransactionWrites((table, path) -> tables.getObject().begin(table, path), moments);
    }

    @Bean
    ScopedPaths tidemarkScopedPaths(ObjectProvider<LiveTableScope> scope) {
        return new ScopedPaths(scope.getIfAvailable());
    }

    @Bean
    DataSourceNames tidemarkDataSourceNames(ListableBeanFactory beanFactory) {
        return new DataSourceNames(beanFactory);
    }

    @Bean
    RepositoryHook tidemarkRepositoryHook(LiveTables tables, TransactionWrites writes,
            ObjectProvider<TableModels> models, ScopedPaths paths, ObjectProvider<RowCopier<?>> copiers,
            ObjectProvider<RowTypes> types) {
        return new RepositoryHook(tables, writes, models.orderedStream().toList(), paths,
                copiers.orderedStream().toList(), types.getIfAvailable(() -> (table, type) -> {
                }));
    }

    @Bean
    UnknownTableCheck tidemarkUnknownTableCheck(LiveTableProperties properties, LiveTables tables, RepositoryHook hook,
            ConfigurableListableBeanFactory beanFactory) {
        return new UnknownTableCheck(properties.settings(), tables, hook, beanFactory);
    }

    @Bean
    ChangeSourceAttachment tidemarkChangeSourceAttachment(LiveTables tables, ObjectProvider<ChangeSource> sources) {
        return new ChangeSourceAttachment(tables, sources);
    }

    @Bean(OPERATIONS)
    LiveTableOperationsFactory tidemarkLiveTableOperationsFactory(LiveTables tables, RepositoryHook hook,
            BeanFactory beanFactory) {
        return new LiveTableOperationsFactory(tables, hook, beanFactory);
    }

}
