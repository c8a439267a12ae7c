package io.tidemark.livetable.repository.jdbc;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.tidemark.livetable.repository.DataSourceNames;
import io.tidemark.livetable.repository.TableModel;
import io.tidemark.livetable.repository.TableModels;

import org.jspecify.annotations.Nullable;
import org.springframework.data.jdbc.core.convert.DataAccessStrategy;
import org.springframework.data.jdbc.repository.support.JdbcRepositoryFactory;
import org.springframework.data.relational.core.mapping.RelationalMappingContext;
import org.springframework.data.repository.core.support.RepositoryFactorySupport;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;

/** The tables of Spring Data JDBC's repositories. Thread-safe. */
public final class JdbcTableModels implements TableModels {

    private final Supplier<RelationalMappingContext> mapping;

    private final Supplier<NamedParameterJdbcOperations> operations;

    private final DataSourceNames names;

    // One entry for each data source of the application.
    private final Map<String, JdbcTableModel> models = new ConcurrentHashMap<>();

    /**
     * Creates the models.
     * @param mapping gives the mapping of the application's aggregates
     * @param operations gives what the repositories read and write with
     * @param names the names of the data sources
     */
    public JdbcTableModels(Supplier<RelationalMappingContext> mapping,
            Supplier<NamedParameterJdbcOperations> operations, DataSourceNames names) {
        this.mapping = Objects.requireNonNull(mapping, "mapping");
        this.operations = Objects.requireNonNull(operations, "operations");
        this.names = Objects.requireNonNull(names, "names");
    }

    @Override
    public @Nullable TableModel modelOf(RepositoryFactorySupport factory, String factoryBeanName, Class<?> domainType) {
        return factory instanceof JdbcRepositoryFactory ? model(this.operations.get()) : null;
    }

    JdbcTableModel model(DataAccessStrategy strategy) {
        return model(strategy.getJdbcOperations());
    }

    JdbcTableModel model() {
        return model(this.operations.get());
    }

    RelationalMappingContext mapping() {
        return this.mapping.get();
    }

    private JdbcTableModel model(NamedParameterJdbcOperations used) {
        DataSource dataSource = used.getJdbcOperations() instanceof JdbcTemplate template ? template.getDataSource()
                : null;
        return this.models.computeIfAbsent(this.names.nameOf(dataSource),
                name -> new JdbcTableModel(this.mapping.get(), name));
    }

}
