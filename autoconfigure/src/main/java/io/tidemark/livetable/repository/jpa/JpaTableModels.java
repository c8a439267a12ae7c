package io.tidemark.livetable.repository.jpa;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import io.tidemark.livetable.repository.DataSourceNames;
import io.tidemark.livetable.repository.TableModel;
import io.tidemark.livetable.repository.TableModels;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.PropertyValue;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanReference;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.data.jpa.repository.support.JpaRepositoryFactory;
import org.springframework.data.repository.core.support.RepositoryFactorySupport;
import org.springframework.orm.jpa.EntityManagerFactoryInfo;

/** The tables of Spring Data JPA's repositories, with Hibernate as the provider. Thread-safe. */
public final class JpaTableModels implements TableModels {

    private final ConfigurableListableBeanFactory beanFactory;

    private final DataSourceNames names;

    // One entry for each entity manager factory of the application.
    private final Map<EntityManagerFactory, JpaTableModel> models = new ConcurrentHashMap<>();

    /**
     * Creates the models.
     * @param beanFactory has the entity manager factories and the definitions of the repositories
     * @param names the names of the data sources
     */
    public JpaTableModels(ConfigurableListableBeanFactory beanFactory, DataSourceNames names) {
        this.beanFactory = Objects.requireNonNull(beanFactory, "beanFactory");
        this.names = Objects.requireNonNull(names, "names");
    }

    @Override
    public @Nullable TableModel modelOf(RepositoryFactorySupport factory, String factoryBeanName, Class<?> domainType) {
        if (!(factory instanceof JpaRepositoryFactory)) {
            return null;
        }
        EntityManagerFactory used = referencedBy(factoryBeanName);
        EntityManagerFactory found = used != null ? used : managing(domainType);
        return found != null ? this.models.computeIfAbsent(found, this::model) : null;
    }

    String dataSourceOf(EntityManagerFactory factory) {
        return this.names.nameOf(factory instanceof EntityManagerFactoryInfo info ? info.getDataSource() : null);
    }

    private @Nullable JpaTableModel model(EntityManagerFactory factory) {
        boolean hibernate = factory.getClass().getClassLoader() != null && isHibernate(factory);
        return hibernate ? new JpaTableModel(factory, dataSourceOf(factory)) : null;
    }

    private static boolean isHibernate(EntityManagerFactory factory) {
        try {
            return factory.unwrap(SessionFactoryImplementor.class) != null;
        }
        catch (RuntimeException ex) {
            // Another provider says so in its own way.
            return false;
        }
    }

    // The definition of a repository names the shared entity manager that it works with.
    private @Nullable EntityManagerFactory referencedBy(String factoryBeanName) {
        if (!this.beanFactory.containsBeanDefinition(factoryBeanName)) {
            return null;
        }
        BeanDefinition definition = this.beanFactory.getMergedBeanDefinition(factoryBeanName);
        PropertyValue property = definition.getPropertyValues().getPropertyValue("entityManager");
        if (property == null || !(property.getValue() instanceof BeanReference reference)) {
            return null;
        }
        try {
            return this.beanFactory.getBean(reference.getBeanName(), EntityManager.class).getEntityManagerFactory();
        }
        catch (NoSuchBeanDefinitionException ex) {
            return null;
        }
    }

    private @Nullable EntityManagerFactory managing(Class<?> domainType) {
        List<EntityManagerFactory> managing = new ArrayList<>();
        for (EntityManagerFactory factory : this.beanFactory.getBeansOfType(EntityManagerFactory.class).values()) {
            boolean managed = factory.getMetamodel()
                .getEntities()
                .stream()
                .anyMatch(entity -> entity.getJavaType() == domainType);
            if (managed) {
                managing.add(factory);
            }
        }
        return managing.size() == 1 ? managing.get(0) : null;
    }

}
