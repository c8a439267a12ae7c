package io.tidemark.journal;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;

import org.jspecify.annotations.Nullable;

/** Changes that are written together, and acknowledged together. The first thread that waits for it has to lead. */
final class Batch extends AbstractQueuedSynchronizer {

    private static final long serialVersionUID = 1;

    // Until another thread has written, which takes microseconds, and as much as waking up does.
    private static final int SPINS = 100;

    private static final int YIELDS = 20;

    private final AtomicBoolean led = new AtomicBoolean();

    private volatile boolean shared;

    private @Nullable JournalException failure;

    /** Returns a batch that was written. */
    static Batch written() {
        Batch batch = new Batch();
        batch.complete(null);
        return batch;
    }

    /** Returns a batch that was not written. */
    static Batch failed(JournalException failure) {
        Batch batch = new Batch();
        batch.complete(failure);
        return batch;
    }

    /** Whether the caller is the one who writes it. */
    boolean claim() {
        return !led.get() && led.compareAndSet(false, true);
    }

    boolean isDone() {
        return getState() != 0;
    }

    void complete(@Nullable JournalException failure) {
        this.failure = failure;
        releaseShared(1);
    }

    /** Whether others wait for it besides the one who has to lead. */
    boolean isShared() {
        return shared;
    }

    /**
     * Waits until it was written, whatever interrupts come.
     * @param crowded whether there are others who could use the processor meanwhile
     */
    void await(boolean crowded) {
        shared = true;
        for (int spin = 0; spin < SPINS && !crowded && !isDone(); spin++) {
            Thread.onSpinWait();
        }
        for (int yield = 0; yield < YIELDS && !isDone(); yield++) {
            Thread.yield();
        }
        acquireShared(1);
    }

    /** Throws if it was not written. Only once it is done. */
    void requireWritten() {
        JournalException cause = failure;
        if (cause != null) {
            throw new JournalException(cause.getMessage(), cause);
        }
    }

    @Override
    protected int tryAcquireShared(int ignored) {
        return isDone() ? 1 : -1;
    }

    @Override
    protected boolean tryReleaseShared(int ignored) {
        setState(1);
        return true;
    }

}
