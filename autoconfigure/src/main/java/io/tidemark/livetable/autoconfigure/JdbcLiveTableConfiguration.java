package io.tidemark.livetable.autoconfigure;

import io.tidemark.livetable.repository.DataSourceNames;
import io.tidemark.livetable.repository.ScopedPaths;
import io.tidemark.livetable.repository.jdbc.DataAccessPostProcessor;
import io.tidemark.livetable.repository.jdbc.JdbcTableModels;
import io.tidemark.livetable.repository.jdbc.JdbcWrites;
import io.tidemark.livetable.repository.transaction.TransactionWrites;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jdbc.repository.support.JdbcRepositoryFactory;

/** Live tables of Spring Data JDBC. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(JdbcRepositoryFactory.class)
class JdbcLiveTableConfiguration {

    @Bean
    static DataAccessPostProcessor tidemarkDataAccessPostProcessor(ObjectProvider<JdbcWrites> writes) {
        return new DataAccessPostProcessor(writes::getObject);
    }

    @Bean
    JdbcTableModels tidemarkJdbcTableModels(ConfigurableListableBeanFactory beanFactory, DataSourceNames names) {
        return new JdbcTableModels(beanFactory, names);
    }

    @Bean
    JdbcWrites tidemarkJdbcWrites(TransactionWrites writes, ScopedPaths paths, JdbcTableModels models) {
        return new JdbcWrites(writes, paths, models);
    }

}
