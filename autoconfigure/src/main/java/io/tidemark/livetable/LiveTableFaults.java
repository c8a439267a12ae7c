package io.tidemark.livetable;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The faults of a table's cache that were met and survived: counted, logged once a minute at most, the last one kept.
 * Thread-safe.
 */
public final class LiveTableFaults {

    private static final Logger logger = LoggerFactory.getLogger(LiveTableFaults.class);

    private static final long LOG_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final TableId table;

    private final LiveTableClock clock;

    private final Map<Kind, LongAdder> counts = new EnumMap<>(Kind.class);

    private final AtomicLong nextLogNanos;

    private volatile @Nullable Fault last;

    LiveTableFaults(TableId table, LiveTableClock clock) {
        this.table = table;
        this.clock = clock;
        this.nextLogNanos = new AtomicLong(clock.nanos());
        for (Kind kind : Kind.values()) {
            this.counts.put(kind, new LongAdder());
        }
    }

    /** Returns how many faults of {@code kind} there were since the start. */
    public long count(Kind kind) {
        LongAdder count = this.counts.get(kind);
        return count != null ? count.sum() : 0;
    }

    /** Returns how many faults there were since the start. */
    public long total() {
        return this.counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Returns the last fault, or null if there was none. */
    public @Nullable Fault last() {
        return this.last;
    }

    void met(Kind kind, Throwable fault) {
        if (fault instanceof VirtualMachineError fatal && !(fault instanceof StackOverflowError)) {
            throw fatal;
        }
        this.counts.get(kind).increment();
        String message = fault.getMessage() != null ? fault.getMessage() : fault.getClass().getName();
        this.last = new Fault(kind, message, Instant.ofEpochMilli(this.clock.micros() / 1000));
        long now = this.clock.nanos();
        long due = this.nextLogNanos.get();
        if (now - due >= 0 && this.nextLogNanos.compareAndSet(due, now + LOG_INTERVAL_NANOS)) {
            logger.warn("The cache of table '{}' failed to {} and goes on without; faults are logged once a minute",
                    this.table, kind, fault);
        }
    }

    /** What was tried when it failed. */
    public enum Kind {

        /** Read rows. */
        GET,

        /** Write rows. */
        PUT,

        /** Remove rows. */
        INVALIDATE,

        /** Turn an answer into rows, or rows into an answer. */
        COPY;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

    }

    /**
     * A fault that was met.
     *
     * @param kind what was tried
     * @param message what went wrong
     * @param at when
     */
    public record Fault(Kind kind, String message, Instant at) {
    }

}
