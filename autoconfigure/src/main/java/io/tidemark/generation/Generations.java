package io.tidemark.generation;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
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
 * What many loads have in common is kept cheaper as a {@link #moment()}, one number for all paths: see
 * {@link #unchangedSince}.
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

    private final List<MarkListener> markListeners = new CopyOnWriteArrayList<>();

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
        this.markListeners.add(Objects.requireNonNull(markListener, "markListener"));
    }

    /** Creates {@value #DEFAULT_SLOTS} counters, with marks that are lifted after five minutes. */
    public Generations() {
        this(DEFAULT_SLOTS, Duration.ofMinutes(5), System::nanoTime, (path, heldFor) -> {
        });
    }

    /** Has {@code listener} hear, besides those before it, of marks that are lifted. */
    public void addMarkListener(MarkListener listener) {
        this.markListeners.add(Objects.requireNonNull(listener, "listener"));
    }

    /** Returns the number that this instance, hence this process, doesn't share with others. */
    public long epoch() {
        return this.epoch;
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

    /**
     * Returns the present moment of all paths. Take it before the snapshot of the source that the load will read; it is
     * 0 before the first change and grows with each.
     */
    public long moment() {
        return this.changes.get();
    }

    /**
     * Whether neither {@code path} nor a path above it was bumped after {@code moment}, nor is marked now. Then what was
     * read from a snapshot that is younger than {@code moment} still holds.
     */
    public boolean unchangedSince(KeyPath path, long moment) {
        for (KeyPath at = path; at != null; at = at.parent()) {
            int slot = slot(at);
            // The marks first: they go after their bump has come.
            if ((this.markCounts.get(slot) != 0 && isStillMarked(slot)) || this.counters.get(slot) > moment) {
                return false;
            }
        }
        return true;
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

    /** Returns how many marks are held now on {@code path} and below it. */
    public int heldMarks(KeyPath path) {
        int held = 0;
        for (WriteMark mark : this.marks) {
            held += mark.path().startsWith(path) ? 1 : 0;
        }
        return held;
    }

    void release(WriteMark mark) {
        bump(mark.slot());
        unmark(mark);
    }

    void unmark(WriteMark mark) {
        this.marks.remove(mark);
        this.markCounts.decrementAndGet(mark.slot());
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
                this.markListeners.forEach((each) -> each.lifted(mark.path(), Duration.ofNanos(heldNanos)));
            }
        }
        return this.markCounts.get(slot) != 0;
    }

    // A moment before the first line is ended by the second. One between them is of a snapshot younger than the write,
    // which was visible before it was bumped. The third tells those who compare changes() to look at the counter again.
    private void bump(int slot) {
        long moment = this.changes.incrementAndGet();
        this.counters.accumulateAndGet(slot, moment, Math::max);
        this.changes.incrementAndGet();
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
