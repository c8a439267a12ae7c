package io.tidemark.livetable.repository.jdbc;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.tidemark.livetable.BypassReason;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.copy.LoadState;
import io.tidemark.livetable.repository.TableModel;

import org.jspecify.annotations.Nullable;
import org.springframework.data.relational.core.mapping.RelationalMappingContext;
import org.springframework.data.relational.core.mapping.RelationalPersistentEntity;
import org.springframework.data.relational.core.mapping.RelationalPersistentProperty;
import org.springframework.data.relational.core.sql.IdentifierProcessing;

/**
 * The tables of Spring Data JDBC's aggregates. A read of a root looks at all tables of its aggregate, and no query that
 * Spring Data makes leaves it.
 */
final class JdbcTableModel implements TableModel {

    private final RelationalMappingContext mapping;

    private final String dataSource;

    // Bounded by the types of the mapping.
    private final Map<Class<?>, TableId> tables = new ConcurrentHashMap<>();

    JdbcTableModel(RelationalMappingContext mapping, String dataSource) {
        this.mapping = Objects.requireNonNull(mapping, "mapping");
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
    }

    @Override
    public String dataSource() {
        return this.dataSource;
    }

    @Override
    public TableId table(Class<?> domainType) {
        TableId known = this.tables.get(domainType);
        return known != null ? known : this.tables.computeIfAbsent(domainType,
                type -> table(this.mapping.getRequiredPersistentEntity(type)));
    }

    @Override
    public Set<TableId> tablesReadBy(Class<?> domainType) {
        return tablesOf(domainType);
    }

    // The mapping may not have met the root of an aggregate before its repository is made.
    @Override
    public Set<TableId> tablesDeclared(Class<?> type) {
        if (!this.mapping.hasPersistentEntityFor(type)) {
            RelationalPersistentEntity<?> entity = this.mapping.getPersistentEntity(type);
            if (entity == null || !entity.hasIdProperty()) {
                return Set.of();
            }
        }
        return tablesOf(type);
    }

    @Override
    public Set<TableId> tablesOf(Class<?> domainType) {
        Set<TableId> tables = new LinkedHashSet<>();
        if (this.mapping.hasPersistentEntityFor(domainType)) {
            collect(this.mapping.getRequiredPersistentEntity(domainType), tables, new HashSet<>());
        }
        return tables;
    }

    @Override
    public Set<TableId> tablesNamed(Set<String> names) {
        Set<String> lowerCase = new HashSet<>();
        names.forEach(name -> lowerCase.add(name.toLowerCase(Locale.ROOT)));
        Set<TableId> tables = new LinkedHashSet<>();
        for (RelationalPersistentEntity<?> entity : this.mapping.getPersistentEntities()) {
            TableId table = table(entity);
            if (lowerCase.contains(table.table().substring(table.table().lastIndexOf('.') + 1))) {
                tables.add(table);
            }
        }
        return tables;
    }

    @Override
    public boolean queriesNameEntities() {
        return false;
    }

    @Override
    public boolean derivedDeletesAreSeen() {
        return false;
    }

    @Override
    public boolean hasNamedQuery(String queryName) {
        return false;
    }

    @Override
    public @Nullable String obstacle(Class<?> domainType, Class<?> repository, boolean scoped) {
        return null;
    }

    @Override
    public @Nullable String unknownQuery(Class<?> domainType) {
        return null;
    }

    @Override
    public @Nullable BypassReason bypass() {
        return null;
    }

    @Override
    public LoadState loadState(Set<TableId> tables) {
        return LoadState.LOADED;
    }

    @Override
    public Loaded load(Load load) throws Throwable {
        return new Loaded(load.run(), null);
    }

    private void collect(RelationalPersistentEntity<?> entity, Set<TableId> tables, Set<Class<?>> seen) {
        if (seen.add(entity.getType())) {
            tables.add(table(entity));
            for (RelationalPersistentProperty property : entity) {
                if (property.isEntity()) {
                    collectFrom(property, tables, seen);
                }
            }
        }
    }

    private void collectFrom(RelationalPersistentProperty property, Set<TableId> tables, Set<Class<?>> seen) {
        RelationalPersistentEntity<?> content = this.mapping.getPersistentEntity(property.getActualType());
        if (content == null) {
            return;
        }
        Set<TableId> below = new LinkedHashSet<>();
        collect(content, below, seen);
        if (property.isEmbedded()) {
            // Its columns are in the table around it.
            below.remove(table(content));
        }
        tables.addAll(below);
    }

    private TableId table(RelationalPersistentEntity<?> entity) {
        return new TableId(this.dataSource, entity.getQualifiedTableName().toSql(IdentifierProcessing.NONE));
    }

}
