package io.tidemark.projection;

import java.util.concurrent.atomic.LongAdder;

/** What one projection did since the start. Thread-safe; the figures are of slightly different moments. */
public final class ProjectionStatistics {

    private final CacheFaults faults;

    final LongAdder hits = new LongAdder();

    final LongAdder staleHits = new LongAdder();

    final LongAdder incrementals = new LongAdder();

    final LongAdder replays = new LongAdder();

    final LongAdder empties = new LongAdder();

    final LongAdder coalesced = new LongAdder();

    final LongAdder bypasses = new LongAdder();

    final LongAdder puts = new LongAdder();

    final LongAdder discarded = new LongAdder();

    final LongAdder gaps = new LongAdder();

    final LongAdder diverged = new LongAdder();

    final LongAdder events = new LongAdder();

    final LongAdder loadNanos = new LongAdder();

    final LongAdder failedLoads = new LongAdder();

    final LongAdder refreshes = new LongAdder();

    final LongAdder failedRefreshes = new LongAdder();

    final LongAdder heapEvictions = new LongAdder();

    final LongAdder invalidations = new LongAdder();

    final LongAdder warmed = new LongAdder();

    ProjectionStatistics(CacheFaults faults) {
        this.faults = faults;
    }

    /** Returns the faults of the cache. */
    public CacheFaults faults() {
        return this.faults;
    }

    /** Returns how many reads were answered from the cache. */
    public long hits() {
        return this.hits.sum();
    }

    /** Returns how many reads were answered from the cache with a state known to be behind or past its limit. */
    public long staleHits() {
        return this.staleHits.sum();
    }

    /** Returns how many reads had to read events or found none. */
    public long misses() {
        return incrementals() + replays() + empties();
    }

    /** Returns how many loads brought a cached state up to date. */
    public long incrementals() {
        return this.incrementals.sum();
    }

    /** Returns how many loads folded a whole stream. */
    public long replays() {
        return this.replays.sum();
    }

    /** Returns how many reads found a stream without relevant events. */
    public long empties() {
        return this.empties.sum();
    }

    /** Returns how many reads waited for the load of another instead of loading. */
    public long coalesced() {
        return this.coalesced.sum();
    }

    /** Returns how many loads were made inside a transaction, for its own use only. */
    public long bypasses() {
        return this.bypasses.sum();
    }

    /** Returns how many rows were written to the backend. */
    public long puts() {
        return this.puts.sum();
    }

    /** Returns how many loads were not kept because an invalidation overtook them. */
    public long discarded() {
        return this.discarded.sum();
    }

    /** Returns how many loads met a gap in the numbers of their stream. */
    public long gaps() {
        return this.gaps.sum();
    }

    /** Returns how many cached states turned out to be of another history, or ahead of the log. */
    public long diverged() {
        return this.diverged.sum();
    }

    /** Returns how many events were folded. */
    public long events() {
        return this.events.sum();
    }

    /** Returns the nanoseconds spent in loads, of all threads together. */
    public long loadNanos() {
        return this.loadNanos.sum();
    }

    /** Returns how many loads failed because the log, the fold or the waiting thread did. */
    public long failedLoads() {
        return this.failedLoads.sum();
    }

    /** Returns how many refreshes were started in the background. */
    public long refreshes() {
        return this.refreshes.sum();
    }

    /** Returns how many of them failed or were refused by their executor. */
    public long failedRefreshes() {
        return this.failedRefreshes.sum();
    }

    /** Returns how many streams were brought into the cache by warming it up. */
    public long warmed() {
        return this.warmed.sum();
    }

    /** Returns how many calls invalidated this projection or a part of it. */
    public long invalidations() {
        return this.invalidations.sum();
    }

    /** Returns how many decoded states left the heap to stay within its limit. The cache may still have them. */
    public long heapEvictions() {
        return this.heapEvictions.sum();
    }

}
