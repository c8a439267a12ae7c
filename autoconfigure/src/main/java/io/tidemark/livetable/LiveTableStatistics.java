package io.tidemark.livetable;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/** What the cache of one table did since the start. Thread-safe; the figures are of slightly different moments. */
public final class LiveTableStatistics {

    private final LiveTableFaults faults;

    private final IntSupplier heldMarks;

    private final Map<BypassReason, LongAdder> bypasses = new EnumMap<>(BypassReason.class);

    final LongAdder hits = new LongAdder();

    final LongAdder misses = new LongAdder();

    final LongAdder loads = new LongAdder();

    final LongAdder failedLoads = new LongAdder();

    final LongAdder loadNanos = new LongAdder();

    final LongAdder coalesced = new LongAdder();

    final LongAdder puts = new LongAdder();

    final LongAdder discarded = new LongAdder();

    final LongAdder stale = new LongAdder();

    final LongAdder refreshes = new LongAdder();

    final LongAdder failedRefreshes = new LongAdder();

    final LongAdder invalidations = new LongAdder();

    final LongAdder liftedMarks = new LongAdder();

    final LongAdder sourceGaps = new LongAdder();

    final LongAdder absentNotKept = new LongAdder();

    final LongAdder swept = new LongAdder();

    LiveTableStatistics(LiveTableFaults faults, IntSupplier heldMarks) {
        this.faults = faults;
        this.heldMarks = heldMarks;
        for (BypassReason reason : BypassReason.values()) {
            this.bypasses.put(reason, new LongAdder());
        }
    }

    /** Returns the faults of the cache. */
    public LiveTableFaults faults() {
        return this.faults;
    }

    /** Returns how many reads were answered from the cache within their time to live. */
    public long hits() {
        return this.hits.sum();
    }

    /** Returns how many reads found nothing in the cache that they could be answered with. */
    public long misses() {
        return this.misses.sum();
    }

    /** Returns how many reads were answered from the cache past their time to live. */
    public long stale() {
        return this.stale.sum();
    }

    /** Returns how many reads passed the cache by because of {@code reason}. */
    public long bypasses(BypassReason reason) {
        LongAdder count = this.bypasses.get(reason);
        return count != null ? count.sum() : 0;
    }

    /** Returns how many reads passed the cache by. */
    public long bypasses() {
        return this.bypasses.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Returns how often the source was asked for something to keep. */
    public long loads() {
        return this.loads.sum();
    }

    /** Returns how many of these loads failed. */
    public long failedLoads() {
        return this.failedLoads.sum();
    }

    /** Returns the nanoseconds spent in these loads, of all threads together. */
    public long loadNanos() {
        return this.loadNanos.sum();
    }

    /** Returns how many reads waited for the load of another instead of loading. */
    public long coalesced() {
        return this.coalesced.sum();
    }

    /** Returns how many answers were written to the cache. */
    public long puts() {
        return this.puts.sum();
    }

    /** Returns how many loads were not kept because a change overtook them or might not have reached the replica. */
    public long discarded() {
        return this.discarded.sum();
    }

    /** Returns how many refreshes were started in the background. */
    public long refreshes() {
        return this.refreshes.sum();
    }

    /** Returns how many of them failed or were refused by their executor. */
    public long failedRefreshes() {
        return this.failedRefreshes.sum();
    }

    /** Returns how often the table or a part of it was invalidated, by writes, change sources and calls. */
    public long invalidations() {
        return this.invalidations.sum();
    }

    /** Returns how many writes to the table are in progress now. */
    public int heldMarks() {
        return this.heldMarks.getAsInt();
    }

    /** Returns how many writes to the table were never completed in time, so that their marks were lifted. */
    public long liftedMarks() {
        return this.liftedMarks.sum();
    }

    /** Returns how often a change source of the table was lost. */
    public long sourceGaps() {
        return this.sourceGaps.sum();
    }

    /** Returns how often a single row was not there and that was not kept. */
    public long absentNotKept() {
        return this.absentNotKept.sum();
    }

    /** Returns how many invalid answers were removed from memory in the background. */
    public long swept() {
        return this.swept.sum();
    }

    void bypassed(BypassReason reason) {
        this.bypasses.get(reason).increment();
    }

}
