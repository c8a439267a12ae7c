package io.tidemark.livetable.repository;

import java.util.Map;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;

/** The names of the application's data sources: those of their beans. Thread-safe. */
public final class DataSourceNames {

    private static final String DEFAULT = "dataSource";

    private final ListableBeanFactory beanFactory;

    /** Creates the names of the beans of {@code beanFactory}. */
    public DataSourceNames(ListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    /** Returns the name of the bean {@code dataSource}, or {@code dataSource} if it is not one or not known. */
    public String nameOf(@Nullable DataSource dataSource) {
        for (Map.Entry<String, DataSource> bean : this.beanFactory.getBeansOfType(DataSource.class, true, false)
            .entrySet()) {
            if (bean.getValue() == dataSource) {
                return bean.getKey();
            }
        }
        return DEFAULT;
    }

}
