package io.tidemark.livetable.repository.jpa;

import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.tidemark.livetable.TableId;

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

    // By entity name.
    private final Map<String, Set<TableId>> readBy = new HashMap<>();

    // By the names of entities, of attributes that lead to another table, and of tables.
    private final Map<String, Set<TableId>> named = new HashMap<>();

    MappedTables(SessionFactoryImplementor factory, String dataSource) {
        this.dataSource = dataSource;
        this.mapping = factory.getMappingMetamodel();
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
        return entity != null ? this.readBy.getOrDefault(entity.getEntityName(), Set.of()) : Set.of();
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

    private Set<TableId> fetched(EntityPersister start) {
        Set<TableId> tables = new LinkedHashSet<>();
        fetch(start, tables, new HashSet<>());
        return Set.copyOf(tables);
    }

    private void fetch(EntityMappingType entity, Set<TableId> tables, Set<String> seen) {
        if (!seen.add(entity.getEntityName())) {
            return;
        }
        tables.addAll(spaces(entity.getEntityPersister()));
        entity.visitAttributeMappings(attribute -> fetch(attribute, tables, seen));
        entity.visitSubTypeAttributeMappings(attribute -> fetch(attribute, tables, seen));
    }

    private void fetch(AttributeMapping attribute, Set<TableId> tables, Set<String> seen) {
        EmbeddableMappingType embedded = embedded(attribute);
        if (embedded != null) {
            embedded.getAttributeMappings().forEach(part -> fetch(part, tables, seen));
        }
        else if (isFetchedAlong(attribute)) {
            targets(attribute, tables, seen);
        }
    }

    // The side without the foreign key is loaded at once whatever the mapping says: only a query tells if it is null.
    private static boolean isFetchedAlong(AttributeMapping attribute) {
        boolean inverse = attribute instanceof EntityAssociationMapping association
                && association.getSideNature() == ForeignKeyDescriptor.Nature.TARGET;
        return inverse || attribute.getMappedFetchOptions().getTiming() == FetchTiming.IMMEDIATE;
    }

    private void targets(AttributeMapping attribute, Set<TableId> tables, Set<String> seen) {
        if (attribute instanceof PluralAttributeMapping plural) {
            addAll(plural.getCollectionDescriptor().getCollectionSpaces(), tables);
            part(plural.getElementDescriptor(), tables, seen);
            part(plural.getIndexDescriptor(), tables, seen);
        }
        else if (attribute instanceof EntityAssociationMapping association) {
            fetch(association.getAssociatedEntityMappingType(), tables, seen);
        }
    }

    private void part(@Nullable CollectionPart part, Set<TableId> tables, Set<String> seen) {
        if (part instanceof EntityAssociationMapping association) {
            fetch(association.getAssociatedEntityMappingType(), tables, seen);
        }
        else if (part instanceof EmbeddableValuedModelPart embeddable) {
            embeddable.getEmbeddableTypeDescriptor()
                .getAttributeMappings()
                .forEach(attribute -> fetch(attribute, tables, seen));
        }
    }

    private static @Nullable EmbeddableMappingType embedded(AttributeMapping attribute) {
        return attribute instanceof EmbeddableValuedModelPart embeddable ? embeddable.getEmbeddableTypeDescriptor()
                : null;
    }

    private void name(EntityPersister entity) {
        Set<TableId> read = this.readBy.getOrDefault(entity.getEntityName(), Set.of());
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
        Set<TableId> tables = new LinkedHashSet<>();
        targets(attribute, tables, new HashSet<>());
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

}
