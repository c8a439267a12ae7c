package io.tidemark.livetable.repository.jdbc;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import io.tidemark.livetable.TableId;
import io.tidemark.livetable.repository.DataSourceNames;
import io.tidemark.livetable.repository.TableModel;
import io.tidemark.livetable.repository.TableModels;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.PropertyValue;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanReference;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.data.jdbc.core.JdbcAggregateOperations;
import org.springframework.data.jdbc.core.convert.DataAccessStrategy;
import org.springframework.data.jdbc.core.mapping.JdbcMappingContext;
import org.springframework.data.jdbc.repository.support.JdbcRepositoryFactory;
import org.springframework.data.relational.core.mapping.RelationalMappingContext;
import org.springframework.data.repository.core.support.RepositoryFactorySupport;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;

/** The tables of Spring Data JDBC's repositories. Thread-safe. */
public final class JdbcTableModels implements TableModels {

    private final ConfigurableListableBeanFactory beanFactory;

    private final DataSourceNames names;

    // One entry for each data source of the application.
    private final Map<String, JdbcTableModel> models = new ConcurrentHashMap<>();

    // By what reads and writes them. A few for each data source.
    private final Map<NamedParameterJdbcOperations, JdbcTableModel> used = new ConcurrentHashMap<>();

    // Bounded by the types of the mapping.
    private final Map<Class<?>, Set<TableId>> everyTable = new ConcurrentHashMap<>();

    private volatile @Nullable RelationalMappingContext mapping;

    /**
     * Creates the models.
     * @param beanFactory has the mapping of the aggregates, what reads and writes them, and the definitions of the
     * repositories
     * @param names the names of the data sources
     */
    public JdbcTableModels(ConfigurableListableBeanFactory beanFactory, DataSourceNames names) {
        this.beanFactory = Objects.requireNonNull(beanFactory, "beanFactory");
        this.names = Objects.requireNonNull(names, "names");
    }

    @Override
    public @Nullable TableModel modelOf(RepositoryFactorySupport factory, String factoryBeanName, Class<?> domainType) {
        if (!(factory instanceof JdbcRepositoryFactory)) {
            return null;
        }
        NamedParameterJdbcOperations named = namedBy(factoryBeanName);
        return model(named != null ? named : this.beanFactory.getBean(NamedParameterJdbcOperations.class));
    }

    JdbcTableModel model(DataAccessStrategy strategy) {
        return model(strategy.getJdbcOperations());
    }

    /** Returns the tables of a {@code type} in every data source, for want of knowing which one is meant. */
    Set<TableId> everyTableOf(Class<?> type) {
        Set<TableId> known = this.everyTable.get(type);
        if (known != null) {
            return known;
        }
        Set<TableId> tables = new LinkedHashSet<>();
        this.beanFactory.getBeanProvider(NamedParameterJdbcOperations.class)
            .stream()
            .forEach((operations) -> tables.addAll(model(operations).tablesOf(type)));
        if (!tables.isEmpty()) {
            this.everyTable.put(type, tables);
        }
        return tables;
    }

    RelationalMappingContext mapping() {
        RelationalMappingContext known = this.mapping;
        if (known == null) {
            known = this.beanFactory.getBean(JdbcMappingContext.class);
            this.mapping = known;
        }
        return known;
    }

    // The definition of a repository names what it works with where the application chose that.
    private @Nullable NamedParameterJdbcOperations namedBy(String factoryBeanName) {
        if (!this.beanFactory.containsBeanDefinition(factoryBeanName)) {
            return null;
        }
        BeanDefinition definition = this.beanFactory.getMergedBeanDefinition(factoryBeanName);
        for (String property : new String[] { "jdbcAggregateOperations", "dataAccessStrategy", "jdbcOperations" }) {
            PropertyValue value = definition.getPropertyValues().getPropertyValue(property);
            if (value != null && value.getValue() instanceof BeanReference reference) {
                return operations(bean(reference));
            }
        }
        return null;
    }

    private Object bean(BeanReference reference) {
        Class<?> type = reference instanceof RuntimeBeanReference typed ? typed.getBeanType() : null;
        return type != null ? this.beanFactory.getBean(type) : this.beanFactory.getBean(reference.getBeanName());
    }

    private static @Nullable NamedParameterJdbcOperations operations(Object bean) {
        if (bean instanceof JdbcAggregateOperations aggregates) {
            return aggregates.getDataAccessStrategy().getJdbcOperations();
        }
        if (bean instanceof DataAccessStrategy strategy) {
            return strategy.getJdbcOperations();
        }
        return bean instanceof NamedParameterJdbcOperations operations ? operations : null;
    }

    private JdbcTableModel model(NamedParameterJdbcOperations operations) {
        JdbcTableModel known = this.used.get(operations);
        return known != null ? known : this.used.computeIfAbsent(operations, this::create);
    }

    private JdbcTableModel create(NamedParameterJdbcOperations operations) {
        DataSource dataSource = operations.getJdbcOperations() instanceof JdbcTemplate template
                ? template.getDataSource() : null;
        return this.models.computeIfAbsent(this.names.nameOf(dataSource),
                (name) -> new JdbcTableModel(mapping(), name));
    }

}
