package io.tidemark.livetable.repository.jdbc;

import java.util.Objects;

import io.tidemark.livetable.TableId;
import io.tidemark.livetable.TableWrites;
import io.tidemark.livetable.repository.ScopedPaths;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationListener;
import org.springframework.data.jdbc.core.convert.DataAccessStrategy;
import org.springframework.data.mapping.PersistentEntity;
import org.springframework.data.relational.core.mapping.RelationalMappingContext;
import org.springframework.data.relational.core.mapping.event.AbstractRelationalEvent;
import org.springframework.data.relational.core.mapping.event.AfterDeleteEvent;
import org.springframework.data.relational.core.mapping.event.AfterSaveEvent;

/**
 * Tells live tables what Spring Data JDBC writes. What no {@link DataAccessStrategy} bean wrote is seen by the events of
 * aggregates. Thread-safe.
 */
public final class JdbcWrites implements ApplicationListener<AbstractRelationalEvent<?>> {

    private final TableWrites writes;

    private final ScopedPaths paths;

    private final JdbcTableModels models;

    /**
     * Creates the listener.
     * @param writes hears of writes; those in a transaction have to end with it
     * @param paths the scopes of writes
     * @param models the tables of the aggregates
     */
    public JdbcWrites(TableWrites writes, ScopedPaths paths, JdbcTableModels models) {
        this.writes = Objects.requireNonNull(writes, "writes");
        this.paths = Objects.requireNonNull(paths, "paths");
        this.models = Objects.requireNonNull(models, "models");
    }

    @Override
    public void onApplicationEvent(AbstractRelationalEvent<?> event) {
        if (event instanceof AfterSaveEvent<?> || event instanceof AfterDeleteEvent<?>) {
            for (TableId table : this.models.everyTableOf(event.getType())) {
                begin(table).complete(true);
            }
        }
    }

    TableId table(DataAccessStrategy strategy, Class<?> type) {
        return this.models.model(strategy).table(type);
    }

    TableWrites.TableWrite begin(TableId table) {
        return this.writes.begin(table, this.paths.written(table));
    }

    @Nullable Object idOf(Object row) {
        RelationalMappingContext mapping = this.models.mapping();
        PersistentEntity<?, ?> entity = mapping.getPersistentEntity(row.getClass());
        return entity != null && entity.hasIdProperty() ? entity.getIdentifierAccessor(row).getIdentifier() : null;
    }

}
