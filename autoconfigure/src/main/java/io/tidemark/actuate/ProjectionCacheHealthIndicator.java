package io.tidemark.actuate;

import io.tidemark.journal.JournalStatistics;
import io.tidemark.projection.CacheFaults;
import io.tidemark.projection.CacheUsage;
import io.tidemark.projection.ProjectionCache;
import io.tidemark.projection.Projections;
import io.tidemark.projection.cache.JournalledProjectionCache;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Tells whether the cache of the projections can be used. Faults that were survived and damage that was found are
 * details: reads went on without the cache. A journal that refuses changes is down.
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
        if (cache instanceof JournalledProjectionCache journalled) {
            addJournal(builder, journalled);
        }
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

    private static void addJournal(Health.Builder builder, JournalledProjectionCache cache) {
        builder.withDetail("journal", JournalFigures.of(cache));
        JournalStatistics statistics = cache.statistics();
        Throwable fault = statistics.lastFault();
        if (fault != null) {
            builder.withDetail("lastJournalFault", fault.toString());
        }
        if (statistics.refusing()) {
            builder.down();
        }
    }

}
