package io.tidemark.livetable.autoconfigure;

import java.util.function.Supplier;

import io.tidemark.livetable.repository.transaction.TransactionMoments;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.transaction.ConfigurableTransactionManager;

/** Tells live tables of the beginnings of the transactions of every manager. */
final class TransactionMomentsRegistrar implements BeanPostProcessor {

    private final Supplier<TransactionMoments> moments;

    TransactionMomentsRegistrar(Supplier<TransactionMoments> moments) {
        this.moments = moments;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        register(bean);
        return bean;
    }

    // What a factory bean made is seen only here.
    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        register(bean);
        return bean;
    }

    private void register(Object bean) {
        if (bean instanceof ConfigurableTransactionManager manager) {
            TransactionMoments listener = this.moments.get();
            // Spring Boot registers listeners with the managers that it makes.
            if (!manager.getTransactionExecutionListeners().contains(listener)) {
                manager.addListener(listener);
            }
        }
    }

}
