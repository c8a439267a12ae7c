package io.tidemark.livetable.repository.jpa;

import java.util.Map;
import java.util.UUID;

import javax.sql.DataSource;

import io.tidemark.livetable.repository.CountedConnections;
import io.tidemark.livetable.repository.DataSourceNames;
import io.tidemark.livetable.repository.LiveTableTestConfiguration;
import io.tidemark.livetable.repository.ScopedPaths;
import io.tidemark.livetable.repository.transaction.TransactionMoments;
import io.tidemark.livetable.repository.transaction.TransactionWrites;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManagerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/** JPA with Hibernate on H2, of the entities that a bean names. */
@Configuration(proxyBeanMethods = false)
@EnableTransactionManagement
@Import(LiveTableTestConfiguration.class)
class JpaTestConfiguration {

    static final String HANDLING_MODE = "hibernate.connection.handling_mode";

    @Bean
    static EntityManagerFactoryPostProcessor entityManagerFactoryPostProcessor(ObjectProvider<HibernateWrites> writes,
            ObjectProvider<DataSourceNames> names) {
        return new EntityManagerFactoryPostProcessor(writes::getObject, names::getObject);
    }

    @Bean(destroyMethod = "close")
    HikariDataSource pool() {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        pool.setMaximumPoolSize(3);
        return pool;
    }

    @Bean
    @Primary
    CountedConnections flights(HikariDataSource pool) {
        return new CountedConnections(pool);
    }

    @Bean
    LocalContainerEntityManagerFactoryBean entityManagerFactory(CountedConnections flights,
            PersistenceManagedTypes types, Environment environment) {
        LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
        factory.setDataSource(flights);
        factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
        factory.setManagedTypes(types);
        factory.setJpaPropertyMap(Map.of("hibernate.hbm2ddl.auto", "create", HANDLING_MODE,
                environment.getProperty(HANDLING_MODE, "DELAYED_ACQUISITION_AND_HOLD")));
        return factory;
    }

    @Bean
    JpaTransactionManager transactionManager(EntityManagerFactory factory, TransactionMoments moments) {
        JpaTransactionManager manager = new JpaTransactionManager(factory);
        manager.addListener(moments);
        return manager;
    }

    @Bean
    JdbcTemplate jdbcTemplate(DataSource flights) {
        return new JdbcTemplate(flights);
    }

    @Bean
    HibernateWrites hibernateWrites(TransactionWrites writes, ScopedPaths paths) {
        return new HibernateWrites(writes, paths);
    }

    @Bean
    JpaTableModels jpaTableModels(ConfigurableListableBeanFactory beanFactory, DataSourceNames names) {
        return new JpaTableModels(beanFactory, names);
    }

}
