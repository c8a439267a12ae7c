package io.tidemark.livetable.repository;

import java.util.Objects;
import java.util.function.Supplier;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.data.repository.core.support.RepositoryFactoryBeanSupport;

/**
 * Hooks live tables into every repository that is made by Spring Data. Declare it with a static method, so that no other
 * bean is made before its time.
 */
public final class LiveTableRepositoryPostProcessor implements BeanPostProcessor {

    private final Supplier<RepositoryHook> hook;

    /**
     * Creates the post-processor.
     * @param hook gives the hook, when the first repository is made
     */
    public LiveTableRepositoryPostProcessor(Supplier<RepositoryHook> hook) {
        this.hook = Objects.requireNonNull(hook, "hook");
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof RepositoryFactoryBeanSupport<?, ?, ?> factoryBean) {
            factoryBean.addRepositoryFactoryCustomizer(factory -> factory.addRepositoryProxyPostProcessor(
                    (proxy, repository) -> this.hook.get().apply(factory, beanName, proxy, repository)));
        }
        return bean;
    }

}
