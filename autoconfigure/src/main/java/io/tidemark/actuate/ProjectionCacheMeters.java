package io.tidemark.actuate;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinder;
import io.tidemark.projection.ProjectionStatistics;
import io.tidemark.projection.Projections;

import org.jspecify.annotations.Nullable;

/**
 * The meters that every cache has, for one projection: reads of both tiers, and the size and the evictions of the
 * heap, which is the tier that each projection has for itself.
 */
final class ProjectionCacheMeters extends CacheMeterBinder<Projections> {

    private final String name;

    ProjectionCacheMeters(Projections projections, String name) {
        super(projections, name, Tags.of("name", name, "cache.manager", "tidemark"));
        this.name = name;
    }

    @Override
    protected @Nullable Long size() {
        Projections projections = getCache();
        return projections != null ? projections.heapEntries(this.name) : null;
    }

    @Override
    protected long hitCount() {
        ProjectionStatistics statistics = statistics();
        return statistics != null ? statistics.hits() + statistics.staleHits() : 0;
    }

    @Override
    protected @Nullable Long missCount() {
        ProjectionStatistics statistics = statistics();
        return statistics != null ? statistics.misses() + statistics.coalesced() : null;
    }

    @Override
    protected @Nullable Long evictionCount() {
        ProjectionStatistics statistics = statistics();
        return statistics != null ? statistics.heapEvictions() : null;
    }

    @Override
    protected long putCount() {
        ProjectionStatistics statistics = statistics();
        return statistics != null ? statistics.puts() : 0;
    }

    @Override
    protected void bindImplementationSpecificMetrics(MeterRegistry registry) {
    }

    private @Nullable ProjectionStatistics statistics() {
        Projections projections = getCache();
        return projections != null ? projections.statistics(this.name) : null;
    }

}
