package io.tidemark.journal;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/** What a log counts beside its records. Thread-safe; faults are noted by one thread at a time. */
final class LogCounters {

    private final LongAdder queueFull = new LongAdder();

    private final LongAdder queueWaitNanos = new LongAdder();

    private final LongAdder forces = new LongAdder();

    private volatile long forcedAtMillis = System.currentTimeMillis();

    private volatile long faults;

    private volatile @Nullable Throwable lastFault;

    void full() {
        queueFull.increment();
    }

    void waited(long nanos) {
        queueWaitNanos.add(nanos);
    }

    void forced() {
        forces.increment();
        forcedAtMillis = System.currentTimeMillis();
    }

    void failed(Throwable fault) {
        faults++;
        lastFault = fault;
    }

    long queueFull() {
        return queueFull.sum();
    }

    /** Returns how long appends waited for room in the queue, all together. */
    Duration queueWait() {
        return Duration.ofNanos(queueWaitNanos.sum());
    }

    long forces() {
        return forces.sum();
    }

    /** Returns when it was forced last, or opened. */
    long forcedAtMillis() {
        return forcedAtMillis;
    }

    long faults() {
        return faults;
    }

    @Nullable Throwable lastFault() {
        return lastFault;
    }

}
