package io.tidemark.livetable.repository.jdbc;

import javax.sql.DataSource;

import io.tidemark.livetable.repository.DataSourceNames;
import io.tidemark.livetable.repository.LiveTableTestConfiguration;
import io.tidemark.livetable.repository.ScopedPaths;
import io.tidemark.livetable.repository.transaction.TransactionMoments;
import io.tidemark.livetable.repository.transaction.TransactionWrites;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.data.jdbc.repository.config.AbstractJdbcConfiguration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/** The beans of live tables behind Data JDBC, over the one data source that an application adds. */
@EnableTransactionManagement
@Import(LiveTableTestConfiguration.class)
public abstract class JdbcTestConfiguration extends AbstractJdbcConfiguration {

    @Bean
    static DataAccessPostProcessor dataAccessPostProcessor(ObjectProvider<JdbcWrites> writes) {
        return new DataAccessPostProcessor(writes::getObject);
    }

    @Bean
    JdbcTransactionManager transactionManager(DataSource dataSource, TransactionMoments moments) {
        JdbcTransactionManager manager = new JdbcTransactionManager(dataSource);
        manager.addListener(moments);
        return manager;
    }

    @Bean
    JdbcTemplate jdbcTemplate(DataSource dataSource) {
        return new JdbcTemplate(dataSource);
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

}
