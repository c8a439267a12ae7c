package io.tidemark.livetable.repository.transaction;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.util.ClassUtils;

/** What JPA persistence contexts hold. Only for use where JPA is present. */
public final class PersistenceContexts {

    private static final boolean HIBERNATE = ClassUtils.isPresent("org.hibernate.Session",
            PersistenceContexts.class.getClassLoader());

    private PersistenceContexts() {
    }

    /** Whether the persistence context has a connection or a transaction, or may have one as far as is known. */
    public static boolean mayBeConnected(EntityManagerHolder holder) {
        return !HIBERNATE || OfHibernate.isConnected(holder.getEntityManager());
    }

    private static final class OfHibernate {

        static boolean isConnected(EntityManager entityManager) {
            try {
                SharedSessionContractImplementor session = entityManager
                    .unwrap(SharedSessionContractImplementor.class);
                return session.isTransactionInProgress()
                        || session.getJdbcCoordinator().getLogicalConnection().isPhysicallyConnected();
            }
            catch (PersistenceException ex) {
                // Of another provider.
                return true;
            }
        }

    }

}
