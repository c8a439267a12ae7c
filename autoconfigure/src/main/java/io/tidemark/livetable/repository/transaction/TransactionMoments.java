package io.tidemark.livetable.repository.transaction;

import java.util.Objects;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Notes, before a transaction begins, how many changes there had been: what the transaction reads is at least that new.
 * <p>
 * The note of a transaction that is suspended lies below that of the one which runs instead. It is gone once the
 * transaction has ended. Register this with every transaction manager of which live tables are read. Thread-safe.
 */
public final class TransactionMoments implements TransactionExecutionListener {

    /** The moment of a transaction whose beginning was not seen: before everything. */
    public static final long UNKNOWN = 0;

    private final LongSupplier moments;

    private final ThreadLocal<@Nullable Note> innermost = new ThreadLocal<>();

    /**
     * Creates a listener that has seen no transaction.
     * @param moments the present number of changes, as {@code Generations.moment()} tells it
     */
    public TransactionMoments(LongSupplier moments) {
        this.moments = Objects.requireNonNull(moments, "moments");
    }

    @Override
    public void beforeBegin(TransactionExecution transaction) {
        // A persistence context that is bound already may hold rows that are older than the transaction.
        boolean unknown = TransactionSynchronizationManager.isSynchronizationActive()
                || BoundResources.holdPersistenceContext();
        this.innermost.set(new Note(transaction, unknown ? UNKNOWN : this.moments.getAsLong(), running()));
    }

    @Override
    public void afterBegin(TransactionExecution transaction, @Nullable Throwable beginFailure) {
        if (beginFailure != null) {
            forget(transaction);
        }
    }

    @Override
    public void beforeCommit(TransactionExecution transaction) {
        Note note = running();
        if (note != null && note.transaction == transaction) {
            note.commitTried = true;
        }
    }

    @Override
    public void beforeRollback(TransactionExecution transaction) {
        Note note = running();
        if (note != null && note.transaction == transaction) {
            note.rollingBack = true;
        }
    }

    @Override
    public void afterCommit(TransactionExecution transaction, @Nullable Throwable commitFailure) {
        forget(transaction);
    }

    @Override
    public void afterRollback(TransactionExecution transaction, @Nullable Throwable rollbackFailure) {
        forget(transaction);
    }

    /** Returns a moment before the transaction of the calling thread began, or {@link #UNKNOWN}. */
    long current() {
        Note note = running();
        return note != null ? note.moment : UNKNOWN;
    }

    /** Whether the transaction of the calling thread, which ends, was rolled back without trying to commit. */
    boolean isOnlyRolledBack() {
        Note note = running();
        return note != null && note.rollingBack && !note.commitTried;
    }

    private void forget(TransactionExecution transaction) {
        Note note = running();
        Note left = note != null && note.transaction == transaction ? note.outer : note;
        if (left != null) {
            this.innermost.set(left);
        }
        else {
            this.innermost.remove();
        }
    }

    // Of one that a callback had fail before its commit, nobody tells the end.
    private @Nullable Note running() {
        Note note = this.innermost.get();
        while (note != null && note.transaction.isCompleted()) {
            note = note.outer;
        }
        return note;
    }

    private static final class Note {

        private final TransactionExecution transaction;

        private final long moment;

        private final @Nullable Note outer;

        private boolean commitTried;

        private boolean rollingBack;

        private Note(TransactionExecution transaction, long moment, @Nullable Note outer) {
            this.transaction = transaction;
            this.moment = moment;
            this.outer = outer;
        }

    }

}
