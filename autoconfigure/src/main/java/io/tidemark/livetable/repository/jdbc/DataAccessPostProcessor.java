package io.tidemark.livetable.repository.jdbc;

import java.util.Objects;
import java.util.function.Supplier;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.NameMatchMethodPointcutAdvisor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.data.jdbc.core.convert.DataAccessStrategy;

/**
 * Observes what Spring Data JDBC writes, for repositories and {@code JdbcAggregateTemplate} alike. Declare it with a
 * static method.
 */
public final class DataAccessPostProcessor implements BeanPostProcessor {

    private final Supplier<JdbcWrites> writes;

    /**
     * Creates the post-processor.
     * @param writes gives what hears of the writes, at the first of them
     */
    public DataAccessPostProcessor(Supplier<JdbcWrites> writes) {
        this.writes = Objects.requireNonNull(writes, "writes");
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (!(bean instanceof DataAccessStrategy strategy)) {
            return bean;
        }
        NameMatchMethodPointcutAdvisor writing = new NameMatchMethodPointcutAdvisor(
                new DataAccessAdvice(strategy, this.writes));
        writing.setMappedNames("insert*", "update*", "upsert*", "delete*");
        ProxyFactory proxy = new ProxyFactory();
        proxy.addInterface(DataAccessStrategy.class);
        proxy.addAdvisor(writing);
        proxy.setTarget(strategy);
        return proxy.getProxy(strategy.getClass().getClassLoader());
    }

}
