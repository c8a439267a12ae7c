package io.tidemark.livetable.repository.transaction;

import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.transaction.support.ResourceHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/** What is bound to the calling thread. */
final class BoundResources {

    private static final String ENTITY_MANAGER_HOLDER = "org.springframework.orm.jpa.EntityManagerHolder";

    private BoundResources() {
    }

    /** Whether anything is bound that may hold a connection; a persistence context without one does not count. */
    static boolean any() {
        for (Object value : TransactionSynchronizationManager.getResourceMap().values()) {
            if (value instanceof ResourceHolder
                    && !(isEntityManagerHolder(value.getClass()) && JpaHolders.isWithoutConnection(value))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a JPA persistence context is bound. */
    static boolean holdPersistenceContext() {
        for (Object value : TransactionSynchronizationManager.getResourceMap().values()) {
            if (value instanceof ResourceHolder && isEntityManagerHolder(value.getClass())) {
                return true;
            }
        }
        return false;
    }

    // By name: JPA may be absent. A holder of Hibernate's own support extends the same class.
    private static boolean isEntityManagerHolder(Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            if (ClassUtils.getQualifiedName(at).equals(ENTITY_MANAGER_HOLDER)) {
                return true;
            }
        }
        return false;
    }

    private static final class JpaHolders {

        static boolean isWithoutConnection(Object holder) {
            return holder instanceof EntityManagerHolder context && !PersistenceContexts.mayBeConnected(context);
        }

    }

}
