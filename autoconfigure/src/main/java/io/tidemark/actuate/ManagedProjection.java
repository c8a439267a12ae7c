package io.tidemark.actuate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.tidemark.journal.JournalStatistics;
import io.tidemark.projection.CacheFailedException;
import io.tidemark.projection.CachedState;
import io.tidemark.projection.CacheFaults;
import io.tidemark.projection.CacheUsage;
import io.tidemark.projection.Freshness;
import io.tidemark.projection.Projected;
import io.tidemark.projection.ProjectionCache;
import io.tidemark.projection.ProjectionStatistics;
import io.tidemark.projection.Projections;
import io.tidemark.projection.cache.JournalledProjectionCache;

import org.jspecify.annotations.Nullable;

/** A projection as the endpoint shows it. Its cache is shared with the other projections. */
final class ManagedProjection implements ManagedCache {

    private static final String REBUILD = "rebuild";

    private static final String REFRESH = "refresh";

    private static final String SNAPSHOT = "snapshot";

    private final Projections projections;

    private final String name;

    ManagedProjection(Projections projections, String name) {
        this.projections = projections;
        this.name = name;
    }

    @Override
    public String name() {
        return this.name;
    }

    @Override
    public Map<String, Object> figures() {
        ProjectionStatistics statistics = this.projections.statistics(this.name);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("heapEntries", this.projections.heapEntries(this.name));
        figures.put("heapEvictions", statistics.heapEvictions());
        putReads(figures, statistics);
        figures.put("incremental", statistics.incrementals());
        figures.put("replays", statistics.replays());
        figures.put("empty", statistics.empties());
        figures.put("events", statistics.events());
        figures.put("failedLoads", statistics.failedLoads());
        figures.put("puts", statistics.puts());
        figures.put("discarded", statistics.discarded());
        figures.put("gaps", statistics.gaps());
        figures.put("diverged", statistics.diverged());
        figures.put("refreshes", statistics.refreshes());
        figures.put("failedRefreshes", statistics.failedRefreshes());
        figures.put("invalidations", statistics.invalidations());
        figures.put("faults", statistics.faults().total());
        figures.put("cache", cache());
        return figures;
    }

    @Override
    public @Nullable Fault lastFault() {
        CacheFaults.Fault fault = this.projections.statistics(this.name).faults().last();
        return fault == null ? null : new Fault(fault.kind().toString(), fault.at(), fault.message());
    }

    @Override
    public @Nullable Map<String, Object> entry(String key) {
        CachedState state = this.projections.cachedState(this.name, key);
        return state == null ? null : Map.of("watermark", state.watermark(), "cachedAt", state.cachedAt(), "bytes",
                state.bytes(), "codec", state.codec(), "inHeap", state.inHeap());
    }

    @Override
    public long invalidate(String prefix) {
        return this.projections.invalidate(this.name, prefix);
    }

    @Override
    public Set<String> entryOperations() {
        return Set.of(REBUILD, REFRESH);
    }

    @Override
    public Map<String, Object> perform(String operation, String key) {
        Projected<?> projected = operation.equals(REBUILD) ? this.projections.rebuild(this.name, key)
                : this.projections.reader(this.name).get(key, Freshness.consistent());
        return Map.of("watermark", projected.watermark(), "outcome", projected.outcome());
    }

    @Override
    public Set<String> operations() {
        return this.projections.cache() instanceof JournalledProjectionCache ? Set.of(SNAPSHOT) : Set.of();
    }

    @Override
    public Map<String, Object> perform(String operation) {
        if (!(this.projections.cache() instanceof JournalledProjectionCache cache)) {
            throw new IllegalArgumentException(
                    "operation must be one of %s, was '%s'".formatted(operations(), operation));
        }
        cache.snapshot();
        JournalStatistics statistics = cache.statistics();
        return Map.of("snapshots", statistics.snapshots(), "snapshotBytes", statistics.snapshotBytes(), "logBytes",
                statistics.logBytes());
    }

    private static void putReads(Map<String, Object> figures, ProjectionStatistics statistics) {
        long hits = statistics.hits() + statistics.staleHits();
        long misses = statistics.misses() + statistics.coalesced();
        figures.put("hits", hits);
        figures.put("misses", misses);
        if (hits + misses > 0) {
            figures.put("hitRatio", (double) hits / (hits + misses));
        }
        figures.put("stale", statistics.staleHits());
        figures.put("coalesced", statistics.coalesced());
        figures.put("bypasses", statistics.bypasses());
    }

    private Map<String, Object> cache() {
        ProjectionCache cache = this.projections.cache();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("backend", CacheBackends.name(cache));
        figures.put("persistent", cache.capabilities().persistent());
        try {
            CacheUsage usage = cache.usage();
            figures.put("entries", usage.entries());
            figures.put("bytes", usage.bytes());
            figures.put("diskBytes", usage.diskBytes());
            figures.put("evictions", usage.evictions());
            figures.put("damaged", usage.damaged());
            if (cache instanceof JournalledProjectionCache journalled) {
                figures.put("journal", JournalFigures.of(journalled));
            }
        }
        catch (CacheFailedException ex) {
            figures.put("failed", true);
        }
        return figures;
    }

}
