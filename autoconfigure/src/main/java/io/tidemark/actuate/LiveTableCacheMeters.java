package io.tidemark.actuate;

import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinder;
import io.tidemark.livetable.LiveTableStatistics;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.PageCache;
import io.tidemark.livetable.PageCacheFailedException;
import io.tidemark.livetable.PageCacheUsage;
import io.tidemark.livetable.TableId;

import org.jspecify.annotations.Nullable;

/** The meters that every cache has, for one table. A cache on disk is shared, so that no size of it is the table's. */
final class LiveTableCacheMeters extends CacheMeterBinder<LiveTables> {

    private final TableId table;

    LiveTableCacheMeters(LiveTables tables, TableId table) {
        super(tables, table.table(), Tags.of("name", table.toString(), "cache.manager", "tidemark"));
        this.table = table;
    }

    @Override
    protected @Nullable Long size() {
        return usage(PageCacheUsage::entries);
    }

    @Override
    protected long hitCount() {
        LiveTableStatistics statistics = statistics();
        return statistics != null ? statistics.hits() + statistics.stale() : 0;
    }

    @Override
    protected @Nullable Long missCount() {
        LiveTableStatistics statistics = statistics();
        return statistics != null ? statistics.misses() : null;
    }

    @Override
    protected @Nullable Long evictionCount() {
        return usage(PageCacheUsage::evictions);
    }

    @Override
    protected long putCount() {
        LiveTableStatistics statistics = statistics();
        return statistics != null ? statistics.puts() : 0;
    }

    @Override
    protected void bindImplementationSpecificMetrics(MeterRegistry registry) {
    }

    private @Nullable Long usage(ToLongFunction<PageCacheUsage> figure) {
        LiveTables tables = getCache();
        PageCache cache = tables != null ? tables.cache(this.table) : null;
        if (cache == null || cache.isPersistent()) {
            return null;
        }
        try {
            return figure.applyAsLong(cache.usage());
        }
        catch (PageCacheFailedException ex) {
            // Of a closed cache nothing is left.
            return 0L;
        }
    }

    private @Nullable LiveTableStatistics statistics() {
        LiveTables tables = getCache();
        return tables != null ? tables.statistics(this.table) : null;
    }

}
