package io.tidemark.livetable.repository;

import org.jspecify.annotations.Nullable;
import org.springframework.data.repository.core.support.RepositoryFactorySupport;

/** Finds the model of the tables behind a repository, one implementation for each mapping library. Thread-safe. */
public interface TableModels {

    /**
     * Returns the model of a repository, or null if it is of another library.
     * @param factory the factory that creates the repository
     * @param factoryBeanName the name of the factory's bean
     * @param domainType the type of the repository's rows
     */
    @Nullable TableModel modelOf(RepositoryFactorySupport factory, String factoryBeanName, Class<?> domainType);

}
