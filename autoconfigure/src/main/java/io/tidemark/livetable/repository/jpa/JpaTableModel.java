package io.tidemark.livetable.repository.jpa;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Member;
import java.util.Set;

import io.tidemark.livetable.BypassReason;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.copy.LoadState;
import io.tidemark.livetable.repository.TableModel;
import io.tidemark.livetable.repository.UnsupportedRepositoryException;
import io.tidemark.livetable.repository.transaction.PersistenceContexts;

import jakarta.persistence.EntityManagerFactory;
import org.hibernate.annotations.TenantId;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The tables of one entity manager factory, and the persistence contexts that are bound to threads. */
final class JpaTableModel implements TableModel {

    private final EntityManagerFactory entityManagerFactory;

    private final SessionFactoryImplementor sessionFactory;

    private final String dataSource;

    private final MappedTables tables;

    JpaTableModel(EntityManagerFactory entityManagerFactory, String dataSource) {
        this.entityManagerFactory = entityManagerFactory;
        this.sessionFactory = entityManagerFactory.unwrap(SessionFactoryImplementor.class);
        this.dataSource = dataSource;
        this.tables = new MappedTables(this.sessionFactory, dataSource);
    }

    @Override
    public String dataSource() {
        return this.dataSource;
    }

    @Override
    public TableId table(Class<?> domainType) {
        return this.tables.table(domainType);
    }

    @Override
    public Set<TableId> tablesReadBy(Class<?> domainType) {
        return this.tables.readBy(domainType);
    }

    @Override
    public Set<TableId> tablesDeclared(Class<?> type) {
        return tablesReadBy(type);
    }

    @Override
    public Set<TableId> tablesOf(Class<?> domainType) {
        return this.tables.spaces(domainType);
    }

    @Override
    public Set<TableId> tablesNamed(Set<String> names) {
        return this.tables.named(names);
    }

    @Override
    public boolean queriesNameEntities() {
        return true;
    }

    @Override
    public boolean derivedDeletesAreSeen() {
        return true;
    }

    @Override
    public boolean hasNamedQuery(String queryName) {
        return this.entityManagerFactory.getNamedQueries(Object.class).containsKey(queryName);
    }

    @Override
    public @Nullable String obstacle(Class<?> domainType, Class<?> repository, boolean scoped) {
        if (!scoped && isTenanted(domainType)) {
            throw new UnsupportedRepositoryException(repository.getName(),
                    "the rows of " + domainType.getName() + " belong to tenants, and nothing tells which may see them",
                    "Declare a bean of type LiveTableScope that returns the tenant of the calling thread.");
        }
        return this.sessionFactory.getAutoEnabledFilters().isEmpty() ? null : "filters are enabled in every session";
    }

    @Override
    public @Nullable String unknownQuery(Class<?> domainType) {
        return this.tables.unknownFragment(domainType);
    }

    @Override
    public @Nullable BypassReason bypass() {
        EntityManagerHolder holder = boundHolder();
        return holder != null && session(holder).getLoadQueryInfluencers().hasEnabledFilters()
                ? BypassReason.SESSION_FILTER : null;
    }

    @Override
    public LoadState loadState(Set<TableId> read) {
        return new HibernateLoadState(this.tables, read);
    }

    /**
     * A persistence context that was bound before would answer with rows of its own. Without a transaction the load gets
     * another, unless the bound one has a connection: a thread never takes two. What comes back with parts that are yet
     * to be loaded is read again in the bound one, which can load them.
     */
    @Override
    public Loaded load(Load load) throws Throwable {
        EntityManagerHolder holder = boundHolder();
        if (holder == null || TransactionSynchronizationManager.isActualTransactionActive()) {
            return new Loaded(load.run(), null);
        }
        if (PersistenceContexts.mayBeConnected(holder)) {
            return new Loaded(load.run(), BypassReason.PERSISTENCE_CONTEXT);
        }
        Object answer = runUnbound(load);
        return load.canKeep(answer) ? new Loaded(answer, null)
                : new Loaded(load.run(), BypassReason.NOT_COPYABLE);
    }

    private @Nullable Object runUnbound(Load load) throws Throwable {
        Object holder = TransactionSynchronizationManager.unbindResource(this.entityManagerFactory);
        try {
            return load.run();
        }
        finally {
            if (TransactionSynchronizationManager.hasResource(this.entityManagerFactory)) {
                TransactionSynchronizationManager.unbindResource(this.entityManagerFactory);
            }
            TransactionSynchronizationManager.bindResource(this.entityManagerFactory, holder);
        }
    }

    private @Nullable EntityManagerHolder boundHolder() {
        return (EntityManagerHolder) TransactionSynchronizationManager.getResource(this.entityManagerFactory);
    }

    private boolean isTenanted(Class<?> domainType) {
        EntityPersister entity = this.sessionFactory.getMappingMetamodel().getEntityDescriptor(domainType);
        boolean[] tenanted = { this.sessionFactory.getSessionFactoryOptions().isMultiTenancyEnabled() };
        entity.visitAttributeMappings(attribute -> tenanted[0] |= isTenantId(attribute));
        return tenanted[0];
    }

    private static boolean isTenantId(AttributeMapping attribute) {
        Member member = attribute.getPropertyAccess().getGetter().getMember();
        return member instanceof AnnotatedElement element
                && element.isAnnotationPresent(TenantId.class);
    }

    private static SharedSessionContractImplementor session(EntityManagerHolder holder) {
        return holder.getEntityManager().unwrap(SharedSessionContractImplementor.class);
    }

}
