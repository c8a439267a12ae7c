package io.tidemark.livetable.autoconfigure;

import io.tidemark.livetable.repository.DataSourceNames;
import io.tidemark.livetable.repository.ScopedPaths;
import io.tidemark.livetable.repository.jpa.EntityManagerFactoryPostProcessor;
import io.tidemark.livetable.repository.jpa.HibernateWrites;
import io.tidemark.livetable.repository.jpa.JpaTableModels;
import io.tidemark.livetable.repository.transaction.TransactionWrites;

import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.support.JpaRepositoryFactory;

/** Live tables of Spring Data JPA with Hibernate. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ JpaRepositoryFactory.class, SessionFactoryImplementor.class })
class JpaLiveTableConfiguration {

    @Bean
    static EntityManagerFactoryPostProcessor tidemarkEntityManagerFactoryPostProcessor(
            ObjectProvider<HibernateWrites> writes, ObjectProvider<DataSourceNames> names) {
        return new EntityManagerFactoryPostProcessor(writes::getObject, names::getObject);
    }

    @Bean
    JpaTableModels tidemarkJpaTableModels(ConfigurableListableBeanFactory beanFactory, DataSourceNames names) {
        return new JpaTableModels(beanFactory, names);
    }

    @Bean
    HibernateWrites tidemarkHibernateWrites(TransactionWrites writes, ScopedPaths paths) {
        return new HibernateWrites(writes, paths);
    }

}
