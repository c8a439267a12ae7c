package io.tidemark.actuate;

import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tidemark.projection.CacheFailedException;
import io.tidemark.projection.CacheFaults;
import io.tidemark.projection.CacheUsage;
import io.tidemark.projection.ProjectionCache;
import io.tidemark.projection.ProjectionStatistics;
import io.tidemark.projection.Projections;
import io.tidemark.projection.cache.JournalledProjectionCache;

import org.jspecify.annotations.Nullable;

/**
 * The meters of projections: {@code cache.*} as Spring Boot binds them for other caches, {@code tidemark.projection.*}
 * for what only projections do, {@code tidemark.projection.cache.*} for the cache that they share, and
 * {@code tidemark.journal.*} if it is journalled.
 */
public final class ProjectionMeters implements MeterBinder {

    private static final String PREFIX = "tidemark.projection.";

    private final Projections projections;

    /** Creates the meters of {@code projections}, which the meters refer to only weakly. */
    public ProjectionMeters(Projections projections) {
        this.projections = projections;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (String name : this.projections.names()) {
            new ProjectionCacheMeters(this.projections, name).bindTo(registry);
            bindLoads(registry, name);
            bindReads(registry, name);
            for (CacheFaults.Kind kind : CacheFaults.Kind.values()) {
                count(registry, name, "faults", Tags.of("kind", kind.toString()),
                        (statistics) -> statistics.faults().count(kind));
            }
            Gauge.builder(PREFIX + "heap.entries", this.projections, (all) -> all.heapEntries(name))
                .tag("projection", name)
                .description("Decoded states in the heap")
                .register(registry);
        }
        bindCache(registry);
    }

    private void bindLoads(MeterRegistry registry, String name) {
        count(registry, name, "loads", Tags.of("kind", "incremental"), ProjectionStatistics::incrementals);
        count(registry, name, "loads", Tags.of("kind", "replay"), ProjectionStatistics::replays);
        count(registry, name, "loads", Tags.of("kind", "empty"), ProjectionStatistics::empties);
        count(registry, name, "loads", Tags.of("kind", "failed"), ProjectionStatistics::failedLoads);
        count(registry, name, "events", Tags.empty(), ProjectionStatistics::events);
        FunctionTimer
            .builder(PREFIX + "load.time", this.projections, (all) -> loads(all.statistics(name)),
                    (all) -> all.statistics(name).loadNanos(), TimeUnit.NANOSECONDS)
            .tag("projection", name)
            .description("Time that loads took")
            .register(registry);
    }

    private void bindReads(MeterRegistry registry, String name) {
        count(registry, name, "coalesced", Tags.empty(), ProjectionStatistics::coalesced);
        count(registry, name, "bypasses", Tags.of("reason", "transaction"), ProjectionStatistics::bypasses);
        count(registry, name, "stale", Tags.empty(), ProjectionStatistics::staleHits);
        count(registry, name, "discarded", Tags.empty(), ProjectionStatistics::discarded);
        count(registry, name, "gaps", Tags.empty(), ProjectionStatistics::gaps);
        count(registry, name, "diverged", Tags.empty(), ProjectionStatistics::diverged);
        count(registry, name, "refreshes", Tags.of("result", "started"), ProjectionStatistics::refreshes);
        count(registry, name, "refreshes", Tags.of("result", "failed"), ProjectionStatistics::failedRefreshes);
        count(registry, name, "invalidations", Tags.empty(), ProjectionStatistics::invalidations);
        count(registry, name, "warmed", Tags.empty(), ProjectionStatistics::warmed);
    }

    private void bindCache(MeterRegistry registry) {
        ProjectionCache cache = this.projections.cache();
        Tags tags = Tags.of("backend", CacheBackends.name(cache));
        gauge(registry, cache, "cache.entries", tags, null, CacheUsage::entries);
        gauge(registry, cache, "cache.size", tags, BaseUnits.BYTES, CacheUsage::bytes);
        gauge(registry, cache, "cache.disk", tags, BaseUnits.BYTES, CacheUsage::diskBytes);
        FunctionCounter.builder(PREFIX + "cache.evictions", cache, (each) -> value(each, CacheUsage::evictions))
            .tags(tags)
            .register(registry);
        FunctionCounter.builder(PREFIX + "cache.damaged", cache, (each) -> value(each, CacheUsage::damaged))
            .tags(tags)
            .register(registry);
        if (cache instanceof JournalledProjectionCache journalled) {
            new JournalMeters(journalled).bindTo(registry);
        }
    }

    private void count(MeterRegistry registry, String name, String meter, Tags tags,
            ToLongFunction<ProjectionStatistics> value) {
        FunctionCounter.builder(PREFIX + meter, this.projections, (all) -> value.applyAsLong(all.statistics(name)))
            .tags(tags.and("projection", name))
            .register(registry);
    }

    private static void gauge(MeterRegistry registry, ProjectionCache cache, String meter, Tags tags,
            @Nullable String unit, ToLongFunction<CacheUsage> value) {
        Gauge.builder(PREFIX + meter, cache, (each) -> value(each, value)).tags(tags).baseUnit(unit).register(registry);
    }

    private static double value(ProjectionCache cache, ToLongFunction<CacheUsage> value) {
        try {
            return value.applyAsLong(cache.usage());
        }
        catch (CacheFailedException ex) {
            // Not a number is how a meter says that it doesn't know; health says why.
            return Double.NaN;
        }
    }

    private static long loads(ProjectionStatistics statistics) {
        return statistics.misses() + statistics.failedLoads();
    }

}
