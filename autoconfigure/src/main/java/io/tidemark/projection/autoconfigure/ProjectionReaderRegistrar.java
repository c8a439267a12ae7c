package io.tidemark.projection.autoconfigure;

import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionReader;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;

/**
 * Registers a reader for each projection that is injected only where a qualifier asks for it by the name of the
 * projection's bean.
 */
final class ProjectionReaderRegistrar implements BeanDefinitionRegistryPostProcessor, Ordered {

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        if (registry instanceof ListableBeanFactory beanFactory) {
            for (String projection : beanFactory.getBeanNamesForType(Projection.class, true, false)) {
                String name = projection + "Reader";
                if (!registry.containsBeanDefinition(name)) {
                    registry.registerBeanDefinition(name, definition(projection));
                }
            }
        }
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    private static RootBeanDefinition definition(String projection) {
        RootBeanDefinition definition = new RootBeanDefinition();
        definition.setTargetType(ResolvableType.forClass(ProjectionReader.class));
        definition.setFactoryBeanName(ProjectionAutoConfiguration.READERS);
        definition.setUniqueFactoryMethodName("readerOfBean");
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, projection);
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, projection));
        definition.setDefaultCandidate(false);
        definition.setLazyInit(true);
        return definition;
    }

}
