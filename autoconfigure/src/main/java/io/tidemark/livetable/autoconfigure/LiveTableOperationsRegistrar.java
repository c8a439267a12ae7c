package io.tidemark.livetable.autoconfigure;

import io.tidemark.livetable.LiveTable;
import io.tidemark.livetable.LiveTableOperations;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.data.repository.core.RepositoryMetadata;
import org.springframework.data.repository.core.support.AbstractRepositoryMetadata;
import org.springframework.data.repository.core.support.RepositoryFactoryBeanSupport;

/**
 * Registers, for each live repository, a bean by which code reads and writes its table. It is injected by the types of
 * the rows and their identifiers; a qualifier may name the bean of the repository.
 */
final class LiveTableOperationsRegistrar implements BeanDefinitionRegistryPostProcessor, Ordered {

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        if (registry instanceof ListableBeanFactory beanFactory) {
            for (String factory : beanFactory.getBeanNamesForType(RepositoryFactoryBeanSupport.class, true, false)) {
                String repository = BeanFactoryUtils.transformedBeanName(factory);
                Class<?> type = beanFactory.getType(repository, false);
                String name = repository + "Operations";
                if (type != null && AnnotatedElementUtils.hasAnnotation(type, LiveTable.class)
                        && !registry.containsBeanDefinition(name)) {
                    registry.registerBeanDefinition(name, definition(repository, type));
                }
            }
        }
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    private static RootBeanDefinition definition(String repository, Class<?> type) {
        RepositoryMetadata metadata = AbstractRepositoryMetadata.getMetadata(type);
        RootBeanDefinition definition = new RootBeanDefinition();
        definition.setTargetType(ResolvableType.forClassWithGenerics(LiveTableOperations.class,
                metadata.getDomainType(), metadata.getIdType()));
        definition.setFactoryBeanName(LiveTableAutoConfiguration.OPERATIONS);
        definition.setUniqueFactoryMethodName("operationsOf");
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, repository);
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, repository));
        definition.setLazyInit(true);
        return definition;
    }

}
