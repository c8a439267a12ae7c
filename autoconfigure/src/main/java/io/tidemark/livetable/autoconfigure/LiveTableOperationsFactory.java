package io.tidemark.livetable.autoconfigure;

import io.tidemark.livetable.LiveTableOperations;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.repository.RepositoryHook;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.data.repository.core.support.RepositoryFactoryInformation;

/** Makes the operations of live tables, each on the repository of its table. */
final class LiveTableOperationsFactory {

    private final LiveTables tables;

    private final RepositoryHook hook;

    private final BeanFactory beanFactory;

    LiveTableOperationsFactory(LiveTables tables, RepositoryHook hook, BeanFactory beanFactory) {
        this.tables = tables;
        this.hook = hook;
        this.beanFactory = beanFactory;
    }

    /** Returns the operations of the repository that is the bean of this name. */
    LiveTableOperations<?, ?> operationsOf(String repositoryName) {
        // The repository first: with its making it becomes a live one.
        Object repository = this.beanFactory.getBean(repositoryName);
        Class<?> type = this.beanFactory
            .getBean(BeanFactory.FACTORY_BEAN_PREFIX + repositoryName, RepositoryFactoryInformation.class)
            .getRepositoryInformation()
            .getRepositoryInterface();
        return new RepositoryOperations<>(repository, type, this.hook.tableOf(type), this.tables);
    }

}
