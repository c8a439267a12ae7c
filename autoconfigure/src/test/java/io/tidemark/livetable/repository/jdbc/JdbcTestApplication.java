package io.tidemark.livetable.repository.jdbc;

import java.util.UUID;

import javax.sql.DataSource;

import io.tidemark.livetable.repository.CountedConnections;
import io.tidemark.livetable.repository.DataSourceNames;
import io.tidemark.livetable.repository.LiveTableTestConfiguration;
import io.tidemark.livetable.repository.ScopedPaths;
import io.tidemark.livetable.repository.transaction.TransactionMoments;
import io.tidemark.livetable.repository.transaction.TransactionWrites;

import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.jdbc.repository.config.AbstractJdbcConfiguration;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;

@Configuration(proxyBeanMethods = false)
@EnableTransactionManagement
@EnableJdbcRepositories(considerNestedRepositories = true, basePackageClasses = RouteRepository.class)
@Import(LiveTableTestConfiguration.class)
class JdbcTestApplication extends AbstractJdbcConfiguration {

    @Bean
    static DataAccessPostProcessor dataAccessPostProcessor(ObjectProvider<JdbcWrites> writes) {
        return new DataAccessPostProcessor(writes::getObject);
    }

    @Bean
    CountedConnections routes() {
        JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
                "sa", "");
        JdbcTemplate jdbc = new JdbcTemplate(pool);
        jdbc.execute("create table route (id bigint auto_increment primary key, origin varchar, carrier varchar)");
        jdbc.execute("create table stop (route bigint references route (id), airport varchar)");
        return new CountedConnections(pool);
    }

    @Bean
    JdbcTransactionManager transactionManager(DataSource routes, TransactionMoments moments) {
        JdbcTransactionManager manager = new JdbcTransactionManager(routes);
        manager.addListener(moments);
        return manager;
    }

    @Bean
    JdbcTemplate jdbcTemplate(DataSource routes) {
        return new JdbcTemplate(routes);
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
