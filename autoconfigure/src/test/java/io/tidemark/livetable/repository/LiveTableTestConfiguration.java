package io.tidemark.livetable.repository;

import java.util.List;

import io.tidemark.generation.Generations;
import io.tidemark.livetable.repository.transaction.SpringReadContext;
import io.tidemark.livetable.repository.transaction.TransactionMoments;
import io.tidemark.livetable.repository.transaction.TransactionWrites;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.ListableBeanFactory;
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
        return new TransactionMoments(generations::changes);
    }

    @Bean
    StampedTables tables(Generations generations, ObjectProvider<SpringReadContext> context) {
        return new StampedTables(generations, new io.tidemark.livetable.ReadContext() {

            @Override
            public io.tidemark.livetable.@org.jspecify.annotations.Nullable BypassReason bypass() {
                return context.getObject().bypass();
            }

            @Override
            public boolean holdsResources() {
                return context.getObject().holdsResources();
            }

            @Override
            public long snapshotMoment() {
                return context.getObject().snapshotMoment();
            }

        });
    }

    @Bean
    TransactionWrites transactionWrites(StampedTables tables) {
        return new TransactionWrites(tables);
    }

    @Bean
    SpringReadContext readContext(TransactionMoments moments, TransactionWrites writes) {
        return new SpringReadContext(moments, writes);
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
    RepositoryHook repositoryHook(StampedTables tables, TransactionWrites writes, ObjectProvider<TableModels> models,
            ScopedPaths paths) {
        return new RepositoryHook(tables, writes, List.copyOf(models.stream().toList()), paths,
                source -> new TestCopies());
    }

}
