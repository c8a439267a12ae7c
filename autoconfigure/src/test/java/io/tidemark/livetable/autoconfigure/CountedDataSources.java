package io.tidemark.livetable.autoconfigure;

import javax.sql.DataSource;

import io.tidemark.livetable.repository.CountedConnections;

import org.springframework.beans.factory.config.BeanPostProcessor;

/** Counts the connections that are taken of each data source. */
public final class CountedDataSources implements BeanPostProcessor {

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        return bean instanceof DataSource dataSource ? new CountedConnections(dataSource) : bean;
    }

}
