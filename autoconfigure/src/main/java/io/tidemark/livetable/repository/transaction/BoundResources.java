package io.tidemark.livetable.repository.transaction;

import org.springframework.transaction.support.ResourceHolder;
import org.springframework.transaction.support.ResourceHolderSupport;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/** What is bound to the calling thread. */
final class BoundResources {

    private static final String ENTITY_MANAGER_HOLDER = "org.springframework.orm.jpa.EntityManagerHolder";

    private BoundResources() {
    }

    /** Whether any connection or persistence context is bound, which may hold a connection. */
    static boolean any() {
        for (Object value : TransactionSynchronizationManager.getResourceMap().values()) {
            if (value instanceof ResourceHolder) {
                return true;
            }
        }
        return false;
    }

    /** Whether a JPA persistence context is bound. */
    static boolean holdPersistenceContext() {
        for (Object value : TransactionSynchronizationManager.getResourceMap().values()) {
            // By name: JPA may be absent. A holder of Hibernate's own support extends the same class.
            if (value instanceof ResourceHolderSupport && isEntityManagerHolder(value.getClass())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEntityManagerHolder(Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            if (ClassUtils.getQualifiedName(at).equals(ENTITY_MANAGER_HOLDER)) {
                return true;
            }
        }
        return false;
    }

}
