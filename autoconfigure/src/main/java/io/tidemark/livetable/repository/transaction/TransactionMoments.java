package io.tidemark.livetable.repository.transaction;

import java.util.Objects;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Notes, before a transaction begins, how many changes there had been: what the transaction reads is at least that new.
 * <p>
 * The note goes with the transaction: it is put aside while the transaction is suspended and gone once it has ended.
 * Register this with every transaction manager of which live tables are read. Thread-safe.
 */
public final class TransactionMoments implements TransactionExecutionListener {

    /** The moment of a transaction whose beginning was not seen: before everything. */
    public static final long UNKNOWN = 0;

    private final LongSupplier moments;

    private final ThreadLocal<Long> beginning = new ThreadLocal<>();

    /**
     * Creates a listener that has seen no transaction.
     * @param moments the present number of changes, as {@code Generations.moment()} tells it
     */
    public TransactionMoments(LongSupplier moments) {
        this.moments = Objects.requireNonNull(moments, "moments");
    }

    @Override
    public void beforeBegin(TransactionExecution transaction) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            // A persistence context that is bound already may hold rows that are older than the transaction.
            this.beginning.set(BoundResources.holdPersistenceContext() ? UNKNOWN : this.moments.getAsLong());
        }
    }

    @Override
    public void afterBegin(TransactionExecution transaction, @Nullable Throwable beginFailure) {
        Long moment = this.beginning.get();
        this.beginning.remove();
        boolean begun = moment != null && beginFailure == null;
        if (begun && TransactionSynchronizationManager.isSynchronizationActive()) {
            Note note = new Note(moment);
            TransactionSynchronizationManager.registerSynchronization(note);
            TransactionSynchronizationManager.bindResource(this, note);
        }
    }

    /** Returns the moment before the transaction of the calling thread began, or {@link #UNKNOWN}. */
    long current() {
        Note note = (Note) TransactionSynchronizationManager.getResource(this);
        return note != null ? note.moment : UNKNOWN;
    }

    /** Whether the transaction of the calling thread may have tried to commit. */
    boolean mayHaveTriedToCommit() {
        Note note = (Note) TransactionSynchronizationManager.getResource(this);
        return note == null || note.commitTried;
    }

    private final class Note implements TransactionSynchronization {

        private final long moment;

        private boolean commitTried;

        private Note(long moment) {
            this.moment = moment;
        }

        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResourceIfPossible(TransactionMoments.this);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(TransactionMoments.this, this);
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            this.commitTried = true;
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(TransactionMoments.this);
        }

    }

}
