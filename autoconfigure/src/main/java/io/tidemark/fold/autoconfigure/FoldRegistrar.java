package io.tidemark.fold.autoconfigure;

import java.util.Map;
import java.util.TreeMap;

import io.tidemark.fold.Fold;
import io.tidemark.fold.FoldDefinition;
import io.tidemark.fold.FollowedFold;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;

/**
 * Registers a {@link Fold} for each fold of the properties and each {@link FoldDefinition} of the application, as a bean
 * that is found by the type of its values and by its name as a qualifier. A definition takes the place of the fold of
 * its name.
 */
final class FoldRegistrar implements BeanDefinitionRegistryPostProcessor, EnvironmentAware, Ordered {

    private @Nullable Environment environment;

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        if (!(registry instanceof ConfigurableListableBeanFactory beanFactory) || this.environment == null) {
            return;
        }
        Map<String, RootBeanDefinition> folds = new TreeMap<>();
        FoldTypes types = new FoldTypes(beanFactory);
        Binder.get(this.environment)
            .bind(FoldProperties.FOLDS, Bindable.mapOf(String.class, Object.class))
            .orElseGet(Map::of)
            .forEach((name, fold) -> folds.put(FoldTypes.beanName(name),
                    definition(name, "create", types.of(name, type(fold)))));
        for (String definition : beanFactory.getBeanNamesForType(FoldDefinition.class, true, false)) {
            folds.put(FoldTypes.beanName(definition),
                    definition(definition, "follow", FoldTypes.declared(beanFactory, definition, FoldDefinition.class)));
        }
        folds.forEach((beanName, definition) -> {
            if (!registry.containsBeanDefinition(beanName)) {
                registry.registerBeanDefinition(beanName, definition);
            }
        });
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    private static RootBeanDefinition definition(String name, String method, @Nullable ResolvableType values) {
        RootBeanDefinition definition = new RootBeanDefinition();
        definition.setTargetType(values != null ? ResolvableType.forClassWithGenerics(FollowedFold.class, values)
                : ResolvableType.forClass(FollowedFold.class));
        definition.setFactoryBeanName(FoldAutoConfiguration.FACTORY);
        definition.setUniqueFactoryMethodName(method);
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
        definition.setDestroyMethodName("close");
        return definition;
    }

    private static @Nullable String type(Object fold) {
        return fold instanceof Map<?, ?> settings && settings.get("type") instanceof String type ? type : null;
    }

}
