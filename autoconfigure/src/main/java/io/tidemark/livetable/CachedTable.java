package io.tidemark.livetable;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;

import io.tidemark.generation.Generations;
import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;
import io.tidemark.livetable.LiveTableFaults.Kind;

import org.jspecify.annotations.Nullable;

/**
 * One table in its cache. No fault of the cache leaves this class.
 * <p>
 * What a persistent cache holds is removed before a write goes on, so that it can't come back after a crash. Writes to
 * the cache and removals exclude each other, so that a load that was still good when it was judged can't be put behind
 * the removal.
 */
final class CachedTable {

    private final TableId id;

    private final KeyPath path;

    private final TableSettings settings;

    private final AgeLimits limits;

    private final PageCache cache;

    private final boolean persistent;

    private final Generations generations;

    private final LiveTableClock clock;

    private final LiveTableStatistics statistics;

    private final long replicaLagNanos;

    private final ReadWriteLock rowsLock = new ReentrantReadWriteLock();

    private final AtomicBoolean sweeping = new AtomicBoolean();

    private final Set<AttachedSource> lostSources = ConcurrentHashMap.newKeySet();

    // Whether there may be rows to remove. Of a persistent cache that is unknown at first.
    private volatile boolean filled;

    private volatile boolean removalFailed;

    private final AtomicLong changedNanos;

    private final AtomicLong partMoment = new AtomicLong();

    private final KeyLocks keyLocks;

    CachedTable(TableId id, TableSettings settings, PageCache cache, Generations generations, LiveTableClock clock,
            KeyLocks keyLocks) {
        this.id = id;
        this.path = id.path();
        this.settings = settings;
        this.limits = new AgeLimits(settings);
        this.cache = cache;
        this.persistent = cache.isPersistent();
        this.filled = this.persistent;
        this.generations = generations;
        this.clock = clock;
        this.statistics = new LiveTableStatistics(new LiveTableFaults(id, clock),
                () -> generations.heldMarks(this.path));
        this.replicaLagNanos = settings.replicaLag().toNanos();
        this.changedNanos = new AtomicLong(clock.nanos() - Long.MAX_VALUE / 2);
        this.keyLocks = keyLocks;
    }

    TableId id() {
        return this.id;
    }

    KeyPath path() {
        return this.path;
    }

    TableSettings settings() {
        return this.settings;
    }

    AgeLimits limits() {
        return this.limits;
    }

    PageCache cache() {
        return this.cache;
    }

    LiveTableStatistics statistics() {
        return this.statistics;
    }

    boolean isPersistent() {
        return this.persistent;
    }

    @Nullable CachedRows get(KeyPath key) {
        try {
            return this.cache.get(key);
        }
        catch (Throwable ex) {
            this.statistics.faults().met(Kind.GET, ex);
            return null;
        }
    }

    /** Keeps {@code rows} if {@code holds} says so at the last moment and nothing newer is there. */
    void put(KeyPath key, CachedRows rows, BooleanSupplier holds) {
        Lock keyLock = this.keyLocks.of(key);
        Lock lock = this.rowsLock.readLock();
        keyLock.lock();
        lock.lock();
        try {
            // Before it is judged: a writer marks first and then looks whether there may be rows.
            this.filled = true;
            if (!holds.getAsBoolean()) {
                this.statistics.discarded.increment();
            }
            else if (!isNewer(get(key), rows)) {
                this.cache.put(key, rows);
                this.filled = true;
                this.statistics.puts.increment();
            }
        }
        catch (Throwable ex) {
            this.statistics.faults().met(Kind.PUT, ex);
        }
        finally {
            lock.unlock();
            keyLock.unlock();
        }
    }

    /** Notes that the table changes now. Call it before the change is bumped. */
    void noteChange() {
        this.changedNanos.accumulateAndGet(this.clock.nanos(), (before, now) -> now - before > 0 ? now : before);
        this.statistics.invalidations.increment();
    }

    /**
     * Notes that a part of the table, not all of it, has been marked or bumped. Call it after that, with a moment that is
     * later.
     */
    void notePartChange(long moment) {
        this.partMoment.accumulateAndGet(moment, Math::max);
    }

    /** Returns a moment after which no part of the table was marked or bumped by itself. */
    long partMoment() {
        return this.partMoment.get();
    }

    /** Whether a load that began at {@code nanos} may have read from a replica that lacks the last change. */
    boolean mayLag(long nanos, long readerLagNanos) {
        long lag = Math.max(this.replicaLagNanos, readerLagNanos);
        return lag != 0 && nanos - this.changedNanos.get() < lag;
    }

    long replicaLagNanos() {
        return this.replicaLagNanos;
    }

    /** Whether there may be rows to remove. */
    boolean isFilled() {
        return this.filled;
    }

    /** Tries once more to remove what could not be removed. */
    void retryRemoval() {
        Lock lock = this.rowsLock.writeLock();
        lock.lock();
        try {
            if (this.removalFailed) {
                remove(this.path.asPrefix());
            }
        }
        finally {
            lock.unlock();
        }
    }

    /** Removes the rows of all keys that {@code prefix} matches and returns how many there were. */
    long remove(KeyPrefix prefix) {
        Lock lock = this.rowsLock.writeLock();
        lock.lock();
        try {
            KeyPrefix owed = this.removalFailed ? this.path.asPrefix() : prefix;
            long removed = this.cache.invalidatePrefix(owed);
            if (owed.isWholePath() && this.path.startsWith(owed.path())) {
                this.filled = false;
            }
            this.removalFailed = false;
            return removed;
        }
        catch (Throwable ex) {
            this.removalFailed = true;
            this.statistics.faults().met(Kind.INVALIDATE, ex);
            return 0;
        }
        finally {
            lock.unlock();
        }
    }

    boolean hasFailedRemoval() {
        return this.removalFailed;
    }

    /** Whether a sweep is due that nobody else has been told of; the caller then has to see to it. */
    boolean claimSweep() {
        return !this.persistent && this.filled && this.sweeping.compareAndSet(false, true);
    }

    /** Removes from memory what will never be served again. */
    void sweep() {
        this.sweeping.set(false);
        this.filled = false;
        try {
            this.statistics.swept.add(this.cache.removeIf(this.path.asPrefix(),
                    (key, rows) -> !this.generations.unchangedSince(key, rows.moment())));
        }
        catch (Throwable ex) {
            this.statistics.faults().met(Kind.INVALIDATE, ex);
        }
    }

    /** Notes that {@code source} is lost; false if it was already. */
    boolean lose(AttachedSource source) {
        return this.lostSources.add(source);
    }

    void regain(AttachedSource source) {
        this.lostSources.remove(source);
    }

    /** Why reads that depend on this table must pass the cache by, or null. */
    @Nullable BypassReason impediment() {
        if (this.removalFailed) {
            return BypassReason.INVALIDATION_FAILED;
        }
        return this.settings.onGap() == GapPolicy.BYPASS && !this.lostSources.isEmpty() ? BypassReason.SOURCE_GAP
                : null;
    }

    private boolean isNewer(@Nullable CachedRows there, CachedRows rows) {
        return there != null && there.epoch() == rows.epoch() && (there.moment() > rows.moment()
                || (there.moment() == rows.moment() && there.fetchedAtMicros() > rows.fetchedAtMicros()));
    }

}
