package io.tidemark.livetable.repository.transaction;

import java.sql.Connection;
import java.util.Objects;

import io.tidemark.livetable.BypassReason;
import io.tidemark.livetable.ReadContext;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What Spring's transaction of the calling thread lets a read do.
 * <p>
 * Outside a transaction everything. In a read-only transaction that reads what is committed, hits, and loads that are
 * no older than its beginning; once it has written all the same, its marks stand in the way. In any other transaction
 * nothing: it must see what it wrote itself, or a snapshot of its own.
 */
public final class SpringReadContext implements ReadContext {

    private final TransactionMoments moments;

    private final DefaultIsolation defaultIsolation = new DefaultIsolation();

    /** Creates the context from what knows when transactions began. */
    public SpringReadContext(TransactionMoments moments) {
        this.moments = Objects.requireNonNull(moments, "moments");
    }

    @Override
    public @Nullable BypassReason bypass() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            return null;
        }
        if (!TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
            return BypassReason.READ_WRITE_TRANSACTION;
        }
        return isReadCommitted() ? null : BypassReason.ISOLATION;
    }

    @Override
    public boolean holdsResources() {
        return TransactionSynchronizationManager.isActualTransactionActive() || BoundResources.any();
    }

    @Override
    public long snapshotMoment() {
        return TransactionSynchronizationManager.isActualTransactionActive() ? this.moments.current() : -1;
    }

    @Override
    public boolean isPersonal(Throwable failure) {
        return failure instanceof TransactionException || isDenied(failure);
    }

    // By name: Spring Security may be absent.
    private static boolean isDenied(Throwable failure) {
        return failure.getClass().getName().startsWith("org.springframework.security.");
    }

    // Below, what others have not committed would be published; above, the snapshot may be older than what is cached.
    private boolean isReadCommitted() {
        Integer level = TransactionSynchronizationManager.getCurrentTransactionIsolationLevel();
        return level != null ? level == Connection.TRANSACTION_READ_COMMITTED : this.defaultIsolation.isReadCommitted();
    }

}
