package io.tidemark.livetable.repository.transaction;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.tidemark.key.KeyPath;
import io.tidemark.livetable.TableChange;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.TableWrites;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Writes that end when the transaction of the calling thread does.
 * <p>
 * Inside a transaction a write stays in progress until the transaction has committed or was rolled back, whatever its
 * caller says, and a table is marked once for each transaction: a suspended one keeps its marks, a new one has marks of
 * its own, and a rollback to a savepoint ends none. Outside a transaction its caller completes the write. Thread-safe.
 */
public final class TransactionWrites implements TableWrites {

    private final TableWrites writes;

    private final TransactionMoments moments;

    /**
     * Creates writes that are told to {@code writes}.
     * @param moments knows which transactions have tried to commit
     */
    public TransactionWrites(TableWrites writes, TransactionMoments moments) {
        this.writes = Objects.requireNonNull(writes, "writes");
        this.moments = Objects.requireNonNull(moments, "moments");
    }

    @Override
    public TableWrite begin(TableId table, KeyPath path) {
        if (!isInTransaction()) {
            return this.writes.begin(table, path);
        }
        Marks marks = (Marks) TransactionSynchronizationManager.getResource(this);
        if (marks == null) {
            marks = new Marks();
            TransactionSynchronizationManager.registerSynchronization(marks);
            TransactionSynchronizationManager.bindResource(this, marks);
        }
        return marks.begin(table, path);
    }

    /** Whether a write that begins now ends with a transaction of the calling thread. */
    public boolean isInTransaction() {
        return TransactionSynchronizationManager.isSynchronizationActive()
                && TransactionSynchronizationManager.isActualTransactionActive();
    }

    private final class Marks implements TransactionSynchronization {

        // Bounded by the tables, and the scopes in them, that one transaction writes.
        private final Map<KeyPath, MarkedWrite> marked = new LinkedHashMap<>();

        private TableWrite begin(TableId table, KeyPath path) {
            return this.marked.computeIfAbsent(path,
                    key -> new MarkedWrite(TransactionWrites.this.writes.begin(table, key)));
        }

        // First of all, so that whoever acts on the completion reads what was committed.
        @Override
        public int getOrder() {
            return Ordered.HIGHEST_PRECEDENCE;
        }

        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResource(TransactionWrites.this);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(TransactionWrites.this, this);
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(TransactionWrites.this);
            Boolean committed = switch (status) {
                case STATUS_COMMITTED -> Boolean.TRUE;
                // A commit that failed is reported as rolled back too, though the database may have done it. The write may
                // have begun within it, as Hibernate's do.
                case STATUS_ROLLED_BACK -> TransactionWrites.this.moments.isOnlyRolledBack() ? Boolean.FALSE : null;
                default -> null;
            };
            this.marked.values().forEach(write -> write.end(committed));
        }

    }

    private record MarkedWrite(TableWrite write) implements TableWrite {

        @Override
        public void add(TableChange change) {
            this.write.add(change);
        }

        // The transaction knows better.
        @Override
        public void complete(@Nullable Boolean committed) {
        }

        private void end(@Nullable Boolean committed) {
            this.write.complete(committed);
        }

    }

}
