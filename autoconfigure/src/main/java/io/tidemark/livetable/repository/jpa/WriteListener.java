package io.tidemark.livetable.repository.jpa;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;

import io.tidemark.livetable.TableChange;
import io.tidemark.livetable.TableId;

import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.AbstractCollectionEvent;
import org.hibernate.event.spi.AbstractDatabaseOperationEvent;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.PostDeleteEvent;
import org.hibernate.event.spi.PostDeleteEventListener;
import org.hibernate.event.spi.PostInsertEvent;
import org.hibernate.event.spi.PostInsertEventListener;
import org.hibernate.event.spi.PostUpdateEvent;
import org.hibernate.event.spi.PostUpdateEventListener;
import org.hibernate.event.spi.PreCollectionRecreateEvent;
import org.hibernate.event.spi.PreCollectionRecreateEventListener;
import org.hibernate.event.spi.PreCollectionRemoveEvent;
import org.hibernate.event.spi.PreCollectionRemoveEventListener;
import org.hibernate.event.spi.PreCollectionUpdateEvent;
import org.hibernate.event.spi.PreCollectionUpdateEventListener;
import org.hibernate.event.spi.PreDeleteEvent;
import org.hibernate.event.spi.PreDeleteEventListener;
import org.hibernate.event.spi.PreInsertEvent;
import org.hibernate.event.spi.PreInsertEventListener;
import org.hibernate.event.spi.PreUpdateEvent;
import org.hibernate.event.spi.PreUpdateEventListener;
import org.hibernate.event.spi.PreUpsertEvent;
import org.hibernate.event.spi.PreUpsertEventListener;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;

/**
 * Marks the tables of every row and collection before Hibernate writes it: those of cascades and of changes that dirty
 * checking finds as well.
 */
final class WriteListener implements PreInsertEventListener, PreUpdateEventListener, PreDeleteEventListener,
        PreUpsertEventListener, PreCollectionRecreateEventListener, PreCollectionRemoveEventListener,
        PreCollectionUpdateEventListener, PostInsertEventListener, PostUpdateEventListener, PostDeleteEventListener {

    private static final long serialVersionUID = 1L;

    private final transient Supplier<HibernateWrites> writes;

    private final transient Supplier<String> dataSource;

    WriteListener(Supplier<HibernateWrites> writes, Supplier<String> dataSource) {
        this.writes = writes;
        this.dataSource = dataSource;
    }

    void register(SessionFactoryImplementor factory) {
        EventListenerRegistry registry = factory.getEventListenerRegistry();
        registry.prependListeners(EventType.PRE_INSERT, this);
        registry.prependListeners(EventType.PRE_UPDATE, this);
        registry.prependListeners(EventType.PRE_DELETE, this);
        registry.prependListeners(EventType.PRE_UPSERT, this);
        registry.prependListeners(EventType.PRE_COLLECTION_RECREATE, this);
        registry.prependListeners(EventType.PRE_COLLECTION_REMOVE, this);
        registry.prependListeners(EventType.PRE_COLLECTION_UPDATE, this);
        registry.appendListeners(EventType.POST_INSERT, this);
        registry.appendListeners(EventType.POST_UPDATE, this);
        registry.appendListeners(EventType.POST_DELETE, this);
    }

    @Override
    public boolean onPreInsert(PreInsertEvent event) {
        return mark(event);
    }

    @Override
    public boolean onPreUpdate(PreUpdateEvent event) {
        return mark(event);
    }

    @Override
    public boolean onPreDelete(PreDeleteEvent event) {
        return mark(event);
    }

    @Override
    public boolean onPreUpsert(PreUpsertEvent event) {
        return mark(event);
    }

    @Override
    public void onPreRecreateCollection(PreCollectionRecreateEvent event) {
        mark(event);
    }

    @Override
    public void onPreRemoveCollection(PreCollectionRemoveEvent event) {
        mark(event);
    }

    @Override
    public void onPreUpdateCollection(PreCollectionUpdateEvent event) {
        mark(event);
    }

    @Override
    public void onPostInsert(PostInsertEvent event) {
        tell(event, new TableChange.Inserted(table(event.getPersister()), event.getId()));
    }

    @Override
    public void onPostUpdate(PostUpdateEvent event) {
        tell(event, new TableChange.Updated(table(event.getPersister()), event.getId()));
    }

    @Override
    public void onPostDelete(PostDeleteEvent event) {
        tell(event, new TableChange.Deleted(table(event.getPersister()), event.getId()));
    }

    @Override
    public boolean requiresPostCommitHandling(EntityPersister persister) {
        return false;
    }

    // Never a veto.
    private boolean mark(AbstractDatabaseOperationEvent event) {
        Set<TableId> tables = new LinkedHashSet<>();
        for (Object space : event.getPersister().getQuerySpaces()) {
            tables.add(table(space.toString()));
        }
        tables.add(table(event.getPersister()));
        this.writes.get().mark(event.getSession(), tables);
        return false;
    }

    // The rows of the owner too: a collection is part of what its reader sees.
    private void mark(AbstractCollectionEvent event) {
        Set<TableId> tables = new LinkedHashSet<>();
        CollectionPersister persister = event.getCollectionPersister();
        if (persister != null) {
            for (String space : persister.getCollectionSpaces()) {
                tables.add(table(space));
            }
            tables.add(table(persister.getOwnerEntityPersister()));
        }
        this.writes.get().mark(event.getSession(), tables);
    }

    private void tell(AbstractDatabaseOperationEvent event, TableChange change) {
        SharedSessionContractImplementor session = event.getSession();
        this.writes.get().tell(session, change);
    }

    private TableId table(EntityPersister persister) {
        return table(persister.getMappedTableDetails().getTableName());
    }

    private TableId table(String name) {
        return new TableId(this.dataSource.get(), name);
    }

}
