package io.tidemark.livetable.repository.jpa;

import java.util.LinkedHashSet;
import java.util.Set;

import io.tidemark.livetable.TableId;
import io.tidemark.livetable.copy.LoadState;

import org.hibernate.Hibernate;
import org.hibernate.collection.spi.PersistentCollection;
import org.hibernate.persister.entity.EntityPersister;

/**
 * What is loaded of Hibernate's entities. What a read found loaded by chance, of tables that it does not depend on,
 * counts as not loaded: nobody would notice that it changed.
 */
final class HibernateLoadState implements LoadState {

    private final MappedTables mapped;

    private final Set<TableId> tables;

    HibernateLoadState(MappedTables mapped, Set<TableId> tables) {
        this.mapped = mapped;
        this.tables = tables;
    }

    @Override
    public boolean isLoaded(Object value) {
        if (!Hibernate.isInitialized(value)) {
            return false;
        }
        if (value instanceof PersistentCollection<?> collection) {
            return collection.getRole() == null || this.tables.containsAll(this.mapped.spaces(collection.getRole()));
        }
        EntityPersister entity = this.mapped.entity(Hibernate.getClass(value));
        return entity == null || this.tables.contains(this.mapped.table(entity));
    }

    @Override
    public Object unproxy(Object value) {
        return Hibernate.unproxy(value);
    }

    @Override
    public Set<String> unloadedAttributes(Object entity) {
        EntityPersister persister = this.mapped.entity(entity.getClass());
        if (persister == null || !persister.getBytecodeEnhancementMetadata().isEnhancedForLazyLoading()) {
            return Set.of();
        }
        Set<String> unloaded = new LinkedHashSet<>();
        for (String attribute : persister.getPropertyNames()) {
            if (!Hibernate.isPropertyInitialized(entity, attribute)) {
                unloaded.add(attribute);
            }
        }
        return unloaded;
    }

}
