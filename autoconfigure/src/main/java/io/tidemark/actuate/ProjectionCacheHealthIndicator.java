package io.tidemark.actuate;

import io.tidemark.projection.CacheFaults;
import io.tidemark.projection.CacheUsage;
import io.tidemark.projection.ProjectionCache;
import io.tidemark.projection.Projections;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Tells whether the cache of the projections can be used. Faults that were survived are details: reads went on without
 * the cache.
 */
public final class ProjectionCacheHealthIndicator extends AbstractHealthIndicator {

    private final Projections projections;

    /** Creates an indicator of the cache that {@code projections} share. */
    public ProjectionCacheHealthIndicator(Projections projections) {
        super("The cache of projections can't be used");
        this.projections = projections;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        ProjectionCache cache = this.projections.cache();
        builder.withDetail("backend", CacheBackends.name(cache));
        CacheUsage usage = cache.usage();
        builder.up()
            .withDetail("entries", usage.entries())
            .withDetail("bytes", usage.bytes())
            .withDetail("diskBytes", usage.diskBytes())
            .withDetail("damaged", usage.damaged());
        long total = 0;
        CacheFaults.Fault last = null;
        for (String name : this.projections.names()) {
            CacheFaults faults = this.projections.statistics(name).faults();
            CacheFaults.Fault fault = faults.last();
            total += faults.total();
            last = fault != null && (last == null || fault.at().isAfter(last.at())) ? fault : last;
        }
        builder.withDetail("faults", total);
        if (last != null) {
            builder.withDetail("lastFault", last);
        }
    }

}
