package io.tidemark.generation;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

import io.tidemark.key.KeyPath;

import org.jspecify.annotations.Nullable;

/**
 * Counters by path that make an invalidation immediate, whatever the number of entries below the path.
 * <p>
 * A load takes a {@link Stamp} before it looks at its source and publishes only while the stamp holds. Bumping a path
 * ends every stamp of that path and of the paths below it. While a {@link WriteMark} is held on a path, its stamps do
 * not hold either.
 * <p>
 * The counters live in a table of fixed size. Two paths that share a counter cost each other hits, never correctness.
 * Stamps of another instance, hence of another process, never hold.
 * <p>
 * Thread-safe. Nothing here locks or waits.
 */
public final class Generations {

    /** The default number of counters. */
    public static final int DEFAULT_SLOTS = 65_536;

    private final long epoch = new SecureRandom().nextLong();

    private final AtomicLongArray counters;

    private final AtomicLong changes = new AtomicLong();

    private final AtomicIntegerArray markCounts;

    private final Set<WriteMark> marks = ConcurrentHashMap.newKeySet();

    private final long markLimitNanos;

    private final LongSupplier nanoClock;

    private final MarkListener markListener;

    /**
     * Creates counters that all stand at zero.
     * @param slots how many counters there are, a power of two from 1 to 2^24
     * @param markLimit how long a mark may be held before it is lifted
     * @param nanoClock a clock like {@link System#nanoTime()}
     * @param markListener hears of lifted marks
     */
    public Generations(int slots, Duration markLimit, LongSupplier nanoClock, MarkListener markListener) {
        if (slots < 1 || slots > 1 << 24 || Integer.bitCount(slots) != 1) {
            throw new IllegalArgumentException("slots must be a power of two from 1 to 16777216, was " + slots);
        }
        if (markLimit.isNegative() || markLimit.isZero()) {
            throw new IllegalArgumentException("markLimit must be positive, was " + markLimit);
        }
        this.counters = new AtomicLongArray(slots);
        this.markCounts = new AtomicIntegerArray(slots);
        this.markLimitNanos = markLimit.toNanos();
        this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
        this.markListener = Objects.requireNonNull(markListener, "markListener");
    }

    /** Creates {@value #DEFAULT_SLOTS} counters, with marks that are lifted after five minutes. */
    public Generations() {
        this(DEFAULT_SLOTS, Duration.ofMinutes(5), System::nanoTime, (path, heldFor) -> {
        });
    }

    /**
     * Returns the present stamp of {@code path}: the counters of the path and of all above it. Take it before the
     * snapshot of the source that the load will read.
     */
    public Stamp stamp(KeyPath path) {
        long[] slotsAndValues = new long[2 * (path.depth() + 1)];
        int next = 0;
        for (KeyPath at = path; at != null; at = at.parent()) {
            int slot = slot(at);
            slotsAndValues[next++] = slot;
            slotsAndValues[next++] = this.counters.get(slot);
        }
        return new Stamp(this.epoch, slotsAndValues);
    }

    /** Whether nothing on the path of {@code stamp} was bumped since it was taken, nor is marked now. */
    public boolean holds(Stamp stamp) {
        if (stamp.epoch != this.epoch) {
            return false;
        }
        long[] slotsAndValues = stamp.slotsAndValues;
        for (int i = 0; i < slotsAndValues.length; i += 2) {
            int slot = (int) slotsAndValues[i];
            // The marks first: one that is lifted here changes the counter.
            boolean marked = this.markCounts.get(slot) != 0 && isStillMarked(slot);
            if (marked || this.counters.get(slot) != slotsAndValues[i + 1]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns a number that changes whenever a stamp may have ceased to hold. A stamp that held after this was read
     * holds for as long as it stays the same, so that a hit need not look at its counters again.
     */
    public long changes() {
        return this.changes.get();
    }

    /** Whether nothing on the path of {@code stamp}, when it was taken, had been bumped since the start. */
    public boolean isInitial(Stamp stamp) {
        boolean initial = stamp.epoch == this.epoch;
        for (int i = 1; i < stamp.slotsAndValues.length; i += 2) {
            initial &= stamp.slotsAndValues[i] == 0;
        }
        return initial;
    }

    /** Ends every stamp of {@code path} and of all paths below it. */
    public void bump(KeyPath path) {
        bump(slot(path));
    }

    /**
     * Says that {@code path} is being written: until the mark is released, no stamp of the path or below it holds and
     * {@link #isMarked} says so. A mark that is held for longer than the limit is lifted by the next one who looks.
     */
    public WriteMark mark(KeyPath path) {
        WriteMark mark = new WriteMark(this, path, slot(path), this.nanoClock.getAsLong());
        this.markCounts.incrementAndGet(mark.slot());
        this.marks.add(mark);
        this.changes.incrementAndGet();
        return mark;
    }

    /** Whether a write to {@code path}, or to a path above it, is in progress. */
    public boolean isMarked(KeyPath path) {
        for (KeyPath at = path; at != null; at = at.parent()) {
            int slot = slot(at);
            if (this.markCounts.get(slot) != 0 && isStillMarked(slot)) {
                return true;
            }
        }
        return false;
    }

    /** Returns how many marks are held now. */
    public int heldMarks() {
        return this.marks.size();
    }

    void release(WriteMark mark) {
        bump(mark.slot());
        unmark(mark);
    }

    void bumpLate(WriteMark mark) {
        bump(mark.slot());
    }

    private boolean isStillMarked(int slot) {
        long now = this.nanoClock.getAsLong();
        for (WriteMark mark : this.marks) {
            long heldNanos = now - mark.sinceNanos();
            if (mark.slot() == slot && heldNanos >= this.markLimitNanos && mark.lift()) {
                bump(slot);
                unmark(mark);
                this.markListener.lifted(mark.path(), Duration.ofNanos(heldNanos));
            }
        }
        return this.markCounts.get(slot) != 0;
    }

    // In this order: whoever still sees the old number of changes asked before the bump was acknowledged.
    private void bump(int slot) {
        this.counters.incrementAndGet(slot);
        this.changes.incrementAndGet();
    }

    private void unmark(WriteMark mark) {
        this.marks.remove(mark);
        this.markCounts.decrementAndGet(mark.slot());
    }

    private int slot(KeyPath path) {
        int hash = path.hashCode() * 0x9E3779B9;
        return (hash ^ hash >>> 16) & this.counters.length() - 1;
    }

    /**
     * The counters along a path at one moment. Says nothing by itself: ask {@link Generations#holds}.
     * <p>
     * Immutable. Equal stamps are of the same path and moment.
     */
    public static final class Stamp {

        private final long epoch;

        private final long[] slotsAndValues;

        private Stamp(long epoch, long[] slotsAndValues) {
            this.epoch = epoch;
            this.slotsAndValues = slotsAndValues;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Stamp stamp && this.epoch == stamp.epoch
                    && Arrays.equals(this.slotsAndValues, stamp.slotsAndValues);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(this.slotsAndValues);
        }

    }

}
