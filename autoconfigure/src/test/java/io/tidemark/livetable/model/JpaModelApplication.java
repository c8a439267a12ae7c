package io.tidemark.livetable.model;

import io.tidemark.livetable.repository.DataSourceNames;
import io.tidemark.livetable.repository.LiveTableTestConfiguration;
import io.tidemark.livetable.repository.ScopedPaths;
import io.tidemark.livetable.repository.jpa.EntityManagerFactoryPostProcessor;
import io.tidemark.livetable.repository.jpa.HibernateWrites;
import io.tidemark.livetable.repository.jpa.JpaTableModels;
import io.tidemark.livetable.repository.transaction.TransactionMoments;
import io.tidemark.livetable.repository.transaction.TransactionWrites;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.annotation.EnableTransactionManagement;

@Configuration(proxyBeanMethods = false)
@EnableTransactionManagement
@EnableJpaRepositories(considerNestedRepositories = true,
        includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = JpaModel.Repository.class))
@Import(LiveTableTestConfiguration.class)
class JpaModelApplication {

    @Bean
    static EntityManagerFactoryPostProcessor entityManagerFactoryPostProcessor(ObjectProvider<HibernateWrites> writes,
            ObjectProvider<DataSourceNames> names) {
        return new EntityManagerFactoryPostProcessor(writes::getObject, names::getObject);
    }

    @Bean
    LocalContainerEntityManagerFactoryBean entityManagerFactory(ModelDatabase database) {
        LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
        factory.setDataSource(database);
        factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
        factory.setManagedTypes(PersistenceManagedTypes.of(JpaModel.Stored.class.getName(),
                JpaModel.Gate.class.getName(), JpaModel.Flight.class.getName()));
        return factory;
    }

    @Bean
    JpaTransactionManager transactionManager(EntityManagerFactory factory, TransactionMoments moments) {
        JpaTransactionManager manager = new JpaTransactionManager(factory);
        manager.addListener(moments);
        return manager;
    }

    @Bean
    JdbcTemplate jdbcTemplate(ModelDatabase database) {
        return new JdbcTemplate(database);
    }

    @Bean
    HibernateWrites hibernateWrites(TransactionWrites writes, ScopedPaths paths) {
        return new HibernateWrites(writes, paths);
    }

    @Bean
    JpaTableModels jpaTableModels(ConfigurableListableBeanFactory beanFactory, DataSourceNames names) {
        return new JpaTableModels(beanFactory, names);
    }

    @Bean
    JpaModel model(JpaModel.GateRepository gates, JpaModel.FlightRepository flights, EntityManagerFactory factory,
            EntityManager entityManager) {
        return new JpaModel(gates, flights, factory, entityManager);
    }

}
