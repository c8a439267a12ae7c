package io.tidemark.livetable.model;

import io.tidemark.livetable.repository.DataSourceNames;
import io.tidemark.livetable.repository.LiveTableTestConfiguration;
import io.tidemark.livetable.repository.ScopedPaths;
import io.tidemark.livetable.repository.jdbc.DataAccessPostProcessor;
import io.tidemark.livetable.repository.jdbc.JdbcTableModels;
import io.tidemark.livetable.repository.jdbc.JdbcWrites;
import io.tidemark.livetable.repository.transaction.TransactionMoments;
import io.tidemark.livetable.repository.transaction.TransactionWrites;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.data.jdbc.core.JdbcAggregateOperations;
import org.springframework.data.jdbc.repository.config.AbstractJdbcConfiguration;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;

@Configuration(proxyBeanMethods = false)
@EnableTransactionManagement
@EnableJdbcRepositories(considerNestedRepositories = true,
        includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = JdbcModel.Repository.class))
@Import(LiveTableTestConfiguration.class)
class JdbcModelApplication extends AbstractJdbcConfiguration {

    @Bean
    static DataAccessPostProcessor dataAccessPostProcessor(ObjectProvider<JdbcWrites> writes) {
        return new DataAccessPostProcessor(writes::getObject);
    }

    @Bean
    JdbcTransactionManager transactionManager(ModelDatabase database, TransactionMoments moments) {
        JdbcTransactionManager manager = new JdbcTransactionManager(database);
        manager.addListener(moments);
        return manager;
    }

    @Bean
    JdbcTemplate jdbcTemplate(ModelDatabase database) {
        return new JdbcTemplate(database);
    }

    @Bean
    NamedParameterJdbcTemplate namedParameterJdbcTemplate(JdbcTemplate jdbcTemplate) {
        return new NamedParameterJdbcTemplate(jdbcTemplate);
    }

    @Bean
    JdbcTableModels jdbcTableModels(ConfigurableListableBeanFactory beanFactory, DataSourceNames names) {
        return new JdbcTableModels(beanFactory, names);
    }

    @Bean
    JdbcWrites jdbcWrites(TransactionWrites writes, ScopedPaths paths, JdbcTableModels models) {
        return new JdbcWrites(writes, paths, models);
    }

    @Bean
    JdbcModel model(JdbcModel.GateRepository gates, JdbcModel.FlightRepository flights,
            JdbcAggregateOperations template) {
        return new JdbcModel(gates, flights, template);
    }

}
