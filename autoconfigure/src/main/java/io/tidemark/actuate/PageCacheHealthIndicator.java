package io.tidemark.actuate;

import io.tidemark.livetable.LiveTableFaults;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.PageCache;
import io.tidemark.livetable.PageCacheUsage;
import io.tidemark.livetable.TableId;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Tells whether a page cache can be used. Faults that were survived and damage that was found are details: reads went on
 * without the cache.
 */
public final class PageCacheHealthIndicator extends AbstractHealthIndicator {

    private final PageCache cache;

    private final LiveTables tables;

    /** Creates an indicator of {@code cache}, which some of {@code tables} are kept in. */
    public PageCacheHealthIndicator(PageCache cache, LiveTables tables) {
        super("The cache of live tables can't be used");
        this.cache = cache;
        this.tables = tables;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.withDetail("backend", CacheBackends.name(this.cache));
        PageCacheUsage usage = this.cache.usage();
        builder.up()
            .withDetail("entries", usage.entries())
            .withDetail("bytes", usage.bytes())
            .withDetail("diskBytes", usage.diskBytes())
            .withDetail("damaged", usage.damaged());
        long total = 0;
        LiveTableFaults.Fault last = null;
        for (TableId table : this.tables.tables()) {
            if (this.tables.cache(table) == this.cache) {
                LiveTableFaults faults = this.tables.statistics(table).faults();
                LiveTableFaults.Fault fault = faults.last();
                total += faults.total();
                last = fault != null && (last == null || fault.at().isAfter(last.at())) ? fault : last;
            }
        }
        builder.withDetail("faults", total);
        if (last != null) {
            builder.withDetail("lastFault", last);
        }
    }

}
