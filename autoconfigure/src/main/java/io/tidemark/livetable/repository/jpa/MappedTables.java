package io.tidemark.livetable.repository.jpa;

import java.io.Serializable;
import java.lang.reflect.AnnotatedElement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.tidemark.livetable.TableId;

import org.hibernate.annotations.SQLRestriction;
import org.hibernate.engine.FetchTiming;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.MappingMetamodel;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.CollectionPart;
import org.hibernate.metamodel.mapping.EmbeddableMappingType;
import org.hibernate.metamodel.mapping.EmbeddableValuedModelPart;
import org.hibernate.metamodel.mapping.EntityAssociationMapping;
import org.hibernate.metamodel.mapping.EntityMappingType;
import org.hibernate.metamodel.mapping.ForeignKeyDescriptor;
import org.hibernate.metamodel.mapping.PluralAttributeMapping;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one session factory: which an entity is read from, with what is fetched along, and which stand behind
 * the names that a query can use. Immutable.
 */
final class MappedTables {

    private final String dataSource;

    private final MappingMetamodel mapping;

    private final SqlFragments fragments;

    // By entity name.
    private final Map<String, FetchedTables> readBy = new HashMap<>();

    // By the names of entities, of attributes that lead to another table, and of tables.
    private final Map<String, Set<TableId>> named = new HashMap<>();

    MappedTables(SessionFactoryImplementor factory, String dataSource) {
        this.dataSource = dataSource;
        this.mapping = factory.getMappingMetamodel();
        this.fragments = new SqlFragments(allTables());
        this.mapping.forEachEntityDescriptor(entity -> this.readBy.put(entity.getEntityName(), fetched(entity)));
        this.mapping.forEachEntityDescriptor(this::name);
    }

    TableId table(Class<?> type) {
        return table(this.mapping.getEntityDescriptor(type).getMappedTableDetails().getTableName());
    }

    TableId table(EntityMappingType entity) {
        return table(entity.getMappedTableDetails().getTableName());
    }

    Set<TableId> readBy(Class<?> type) {
        EntityPersister entity = this.mapping.findEntityDescriptor(type);
        return entity != null ? readBy(entity) : Set.of();
    }

    /** Returns a piece of SQL by which a {@code type} is read and whose tables can't be told, or null. */
    @Nullable String unknownFragment(Class<?> type) {
        EntityPersister entity = this.mapping.findEntityDescriptor(type);
        return entity != null ? this.readBy.get(entity.getEntityName()).unknownFragment : null;
    }

    Set<TableId> spaces(Class<?> type) {
        EntityPersister entity = this.mapping.findEntityDescriptor(type);
        return entity != null ? spaces(entity) : Set.of();
    }

    Set<TableId> spaces(EntityPersister entity) {
        Set<TableId> tables = new LinkedHashSet<>();
        tables.add(table(entity));
        addAll(entity.getQuerySpaces(), tables);
        return tables;
    }

    Set<TableId> spaces(String collectionRole) {
        Set<TableId> tables = new LinkedHashSet<>();
        addAll(this.mapping.getCollectionDescriptor(collectionRole).getCollectionSpaces(), tables);
        return tables;
    }

    @Nullable EntityPersister entity(Class<?> type) {
        return this.mapping.findEntityDescriptor(type);
    }

    Set<TableId> named(Set<String> names) {
        Set<TableId> tables = new LinkedHashSet<>();
        for (String name : names) {
            tables.addAll(this.named.getOrDefault(name, Set.of()));
            tables.addAll(this.named.getOrDefault(tableKey(name), Set.of()));
        }
        return tables;
    }

    TableId table(String name) {
        return new TableId(this.dataSource, name);
    }

    private Set<TableId> readBy(EntityPersister entity) {
        return this.readBy.get(entity.getEntityName()).tables;
    }

    private Set<TableId> allTables() {
        Set<TableId> tables = new LinkedHashSet<>();
        this.mapping.forEachEntityDescriptor(entity -> tables.addAll(spaces(entity)));
        this.mapping.forEachCollectionDescriptor(collection -> addAll(collection.getCollectionSpaces(), tables));
        return tables;
    }

    private FetchedTables fetched(EntityPersister start) {
        FetchedTables fetched = new FetchedTables();
        fetch(start, fetched);
        return fetched;
    }

    private void fetch(EntityMappingType entity, FetchedTables fetched) {
        if (!fetched.seen.add(entity.getEntityName())) {
            return;
        }
        fetched.tables.addAll(spaces(entity.getEntityPersister()));
        fetched.add(entity.getMappedTableDetails().getTableName(), this.fragments);
        for (Class<?> at = entity.getMappedJavaType().getJavaTypeClass(); at != null; at = at.getSuperclass()) {
            restrict(at, fetched);
        }
        entity.visitAttributeMappings(attribute -> fetch(attribute, fetched));
        entity.visitSubTypeAttributeMappings(attribute -> fetch(attribute, fetched));
    }

    private void restrict(AnnotatedElement element, FetchedTables fetched) {
        SQLRestriction restriction = element.getAnnotation(SQLRestriction.class);
        if (restriction != null) {
            fetched.add(restriction.value(), this.fragments);
        }
    }

    private void fetch(AttributeMapping attribute, FetchedTables fetched) {
        attribute.forEachSelectable((index, column) -> {
            if (column.isFormula()) {
                fetched.add(column.getSelectionExpression(), this.fragments);
            }
        });
        EmbeddableMappingType embedded = embedded(attribute);
        if (embedded != null) {
            embedded.getAttributeMappings().forEach(part -> fetch(part, fetched));
        }
        else if (isFetchedAlong(attribute)) {
            targets(attribute, fetched);
        }
    }

    // The side without the foreign key is loaded at once whatever the mapping says: only a query tells if it is null.
    private static boolean isFetchedAlong(AttributeMapping attribute) {
        boolean inverse = attribute instanceof EntityAssociationMapping association
                && association.getSideNature() == ForeignKeyDescriptor.Nature.TARGET;
        return inverse || attribute.getMappedFetchOptions().getTiming() == FetchTiming.IMMEDIATE;
    }

    private void targets(AttributeMapping attribute, FetchedTables fetched) {
        if (attribute instanceof PluralAttributeMapping plural) {
            addAll(plural.getCollectionDescriptor().getCollectionSpaces(), fetched.tables);
            if (plural.getPropertyAccess().getGetter().getMember() instanceof AnnotatedElement member) {
                restrict(member, fetched);
            }
            part(plural.getElementDescriptor(), fetched);
            part(plural.getIndexDescriptor(), fetched);
        }
        else if (attribute instanceof EntityAssociationMapping association) {
            fetch(association.getAssociatedEntityMappingType(), fetched);
        }
    }

    private void part(@Nullable CollectionPart part, FetchedTables fetched) {
        if (part instanceof EntityAssociationMapping association) {
            fetch(association.getAssociatedEntityMappingType(), fetched);
        }
        else if (part instanceof EmbeddableValuedModelPart embeddable) {
            embeddable.getEmbeddableTypeDescriptor()
                .getAttributeMappings()
                .forEach(attribute -> fetch(attribute, fetched));
        }
    }

    private static @Nullable EmbeddableMappingType embedded(AttributeMapping attribute) {
        return attribute instanceof EmbeddableValuedModelPart embeddable ? embeddable.getEmbeddableTypeDescriptor()
                : null;
    }

    private void name(EntityPersister entity) {
        Set<TableId> read = readBy(entity);
        add(entity.getJpaEntityName(), read);
        add(entity.getMappedClass().getSimpleName(), read);
        for (TableId table : spaces(entity)) {
            add(tableKey(table.table().substring(table.table().lastIndexOf('.') + 1)), Set.of(table));
        }
        entity.visitAttributeMappings(this::name);
        entity.visitSubTypeAttributeMappings(this::name);
    }

    private void name(AttributeMapping attribute) {
        EmbeddableMappingType embedded = embedded(attribute);
        if (embedded != null) {
            embedded.getAttributeMappings().forEach(this::name);
            return;
        }
        FetchedTables fetched = new FetchedTables();
        targets(attribute, fetched);
        Set<TableId> tables = fetched.tables;
        if (attribute instanceof PluralAttributeMapping plural
                && plural.getElementDescriptor() instanceof EmbeddableValuedModelPart element) {
            element.getEmbeddableTypeDescriptor().getAttributeMappings().forEach(this::name);
        }
        if (!tables.isEmpty()) {
            add(attribute.getAttributeName(), tables);
            tables.forEach(table -> add(tableKey(table.table().substring(table.table().lastIndexOf('.') + 1)),
                    Set.of(table)));
        }
    }

    private void add(String name, Set<TableId> tables) {
        this.named.computeIfAbsent(name, key -> new LinkedHashSet<>()).addAll(tables);
    }

    private void addAll(Serializable[] names, Set<TableId> tables) {
        for (Serializable name : names) {
            tables.add(table(name.toString()));
        }
    }

    // Apart from the names of attributes, which may be the same.
    private static String tableKey(String table) {
        return "\"" + table.toLowerCase(Locale.ROOT);
    }

    private static final class FetchedTables {

        private final Set<TableId> tables = new LinkedHashSet<>();

        // The names of entities.
        private final Set<String> seen = new HashSet<>();

        private @Nullable String unknownFragment;

        void add(String sql, SqlFragments fragments) {
            if (!SqlFragments.isQuery(sql)) {
                return;
            }
            this.tables.addAll(fragments.tables(sql));
            if (!fragments.isKnown(sql)) {
                this.unknownFragment = sql;
            }
        }

    }

}
