package io.tidemark.livetable.repository.jpa;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.tidemark.livetable.repository.DataSourceNames;

import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.jpa.boot.spi.IntegratorProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;
import org.springframework.orm.jpa.EntityManagerFactoryInfo;
import org.springframework.util.function.SingletonSupplier;

/**
 * Observes the writes of every Hibernate session, whoever opened it. Declare it with a static method.
 */
public final class EntityManagerFactoryPostProcessor implements BeanPostProcessor {

    private static final String INTEGRATOR_PROVIDER = "hibernate.integrator_provider";

    private final Supplier<HibernateWrites> writes;

    private final Supplier<DataSourceNames> names;

    /**
     * Creates the post-processor.
     * @param writes gives what hears of the writes, at the first of them
     * @param names gives the names of the data sources, at the first write
     */
    public EntityManagerFactoryPostProcessor(Supplier<HibernateWrites> writes, Supplier<DataSourceNames> names) {
        this.writes = SingletonSupplier.of(Objects.requireNonNull(writes, "writes"));
        this.names = Objects.requireNonNull(names, "names");
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof AbstractEntityManagerFactoryBean factoryBean) {
            // Through its properties, so that a factory that is built in the background is not waited for.
            Object present = factoryBean.getJpaPropertyMap().get(INTEGRATOR_PROVIDER);
            Integrator integrator = integrator(factoryBean::getDataSource);
            IntegratorProvider provider = () -> together(present, integrator);
            factoryBean.getJpaPropertyMap().put(INTEGRATOR_PROVIDER, provider);
        }
        return bean;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof SessionFactoryImplementor factory && !(bean instanceof EntityManagerFactoryInfo)) {
            listener(() -> null).register(factory);
        }
        return bean;
    }

    private Integrator integrator(Supplier<@Nullable DataSource> dataSource) {
        return new Integrator() {

            @Override
            public void integrate(Metadata metadata, BootstrapContext context, SessionFactoryImplementor factory) {
                listener(dataSource).register(factory);
            }

        };
    }

    private WriteListener listener(Supplier<@Nullable DataSource> dataSource) {
        return new WriteListener(this.writes,
                SingletonSupplier.of(() -> this.names.get().nameOf(dataSource.get())));
    }

    private static List<Integrator> together(@Nullable Object present, Integrator added) {
        List<Integrator> integrators = new ArrayList<>();
        if (present instanceof IntegratorProvider provider) {
            integrators.addAll(provider.getIntegrators());
        }
        integrators.add(added);
        return integrators;
    }

}
