package io.tidemark.livetable.repository.transaction;

import java.sql.Connection;
import java.util.Objects;

import io.tidemark.livetable.BypassReason;
import io.tidemark.livetable.ReadContext;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What Spring's transaction of the calling thread lets a read do.
 * <p>
 * Outside a transaction everything. In a read-only transaction that reads what is committed, hits, and loads that are
 * no older than its beginning. In any other transaction nothing: it must see what it wrote itself, or a snapshot of its
 * own.
 */
public final class SpringReadContext implements ReadContext {

    private final TransactionMoments moments;

    private final TransactionWrites writes;

    private final DefaultIsolation defaultIsolation = new DefaultIsolation();

    /** Creates the context from what knows of the beginning and of the writes of transactions. */
    public SpringReadContext(TransactionMoments moments, TransactionWrites writes) {
        this.moments = Objects.requireNonNull(moments, "moments");
        this.writes = Objects.requireNonNull(writes, "writes");
    }

    @Override
    public @Nullable BypassReason bypass() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            return null;
        }
        if (!TransactionSynchronizationManager.isCurrentTransactionReadOnly() || this.writes.hasWritten()) {
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

    // Below, what others have not committed would be published; above, the snapshot may be older than what is cached.
    private boolean isReadCommitted() {
        Integer level = TransactionSynchronizationManager.getCurrentTransactionIsolationLevel();
        return level != null ? level == Connection.TRANSACTION_READ_COMMITTED : this.defaultIsolation.isReadCommitted();
    }

}
