package io.tidemark.mvstore;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The rounds of upkeep, which writers wait for when they are too fast. All but {@link #end} is for who holds the lock.
 */
final class Rounds {

    private final ReentrantLock lock;

    private final Condition ended;

    private long count;

    private @Nullable RuntimeException failure;

    private boolean closed;

    Rounds(ReentrantLock lock) {
        this.lock = lock;
        this.ended = lock.newCondition();
    }

    /**
     * Waits, whatever interrupts come, while {@code mustWait}, and while {@code wouldRatherWait} but no longer than for
     * one round that began after this. The lock is given up meanwhile.
     * @param request asks for a round
     * @throws RuntimeException if the latest round failed, or there are no more
     */
    void await(BooleanSupplier mustWait, BooleanSupplier wouldRatherWait, Runnable request) {
        long enough = count + 2;
        requireOpen();
        while (mustWait.getAsBoolean() || (count < enough && wouldRatherWait.getAsBoolean())) {
            if (failure != null) {
                RuntimeException thrown = failure;
                failure = null;
                throw thrown;
            }
            request.run();
            ended.awaitUninterruptibly();
            requireOpen();
        }
    }

    /** Says that there are no more rounds: who waits for one, or comes later, fails. */
    void close() {
        closed = true;
        ended.signalAll();
    }

    /**
     * Does nothing unless there are no more rounds.
     * @throws RowStoreException if so
     */
    void requireOpen() {
        if (closed) {
            throw RowStoreException.closed(null);
        }
    }

    /** Says that a round is over, and what went wrong. */
    void end(@Nullable RuntimeException failure) {
        lock.lock();
        try {
            count++;
            this.failure = failure;
            ended.signalAll();
        }
        finally {
            lock.unlock();
        }
    }

}
