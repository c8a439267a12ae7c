package io.tidemark.actuate;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tidemark.livetable.BypassReason;
import io.tidemark.livetable.ChangeSource;
import io.tidemark.livetable.LiveTableFaults;
import io.tidemark.livetable.LiveTableStatistics;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.PageCache;
import io.tidemark.livetable.TableId;

/**
 * The meters of live tables: {@code cache.*} as Spring Boot binds them for other caches, {@code tidemark.livetable.*} for
 * what only live tables do, {@code tidemark.livetable.cache.*} for caches on disk, which tables share, and
 * {@code tidemark.livetable.source.*} for what their change sources do.
 * <p>
 * The meters of a table are there from its first read, write or change on. They look at what is counted anyway.
 */
public final class LiveTableMeters implements MeterBinder {

    private static final String PREFIX = "tidemark.livetable.";

    private final LiveTables tables;

    private final List<ChangeSource> sources;

    /** Creates the meters of {@code tables} and {@code sources}, which the meters refer to only weakly. */
    public LiveTableMeters(LiveTables tables, List<ChangeSource> sources) {
        this.tables = tables;
        this.sources = List.copyOf(sources);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(PREFIX + "loads.active", this.tables, LiveTables::loadsInProgress)
            .description("Loads that others may join")
            .register(registry);
        for (ChangeSource source : this.sources) {
            new ChangeSourceMeters(source, this.tables).bindTo(registry);
        }
        Set<PageCache> bound = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        this.tables.addTableListener((table) -> bind(registry, table, bound));
    }

    private void bind(MeterRegistry registry, TableId table, Set<PageCache> bound) {
        new LiveTableCacheMeters(this.tables, table).bindTo(registry);
        bindReads(registry, table);
        bindLoads(registry, table);
        bindWrites(registry, table);
        for (LiveTableFaults.Kind kind : LiveTableFaults.Kind.values()) {
            count(registry, table, "faults", Tags.of("kind", kind.toString()),
                    (statistics) -> statistics.faults().count(kind));
        }
        PageCache cache = this.tables.cache(table);
        if (cache.isPersistent() && bound.add(cache)) {
            new PageCacheMeters(cache).bindTo(registry);
        }
    }

    private void bindReads(MeterRegistry registry, TableId table) {
        for (BypassReason reason : BypassReason.values()) {
            count(registry, table, "bypasses", Tags.of("reason", reason.tag()),
                    (statistics) -> statistics.bypasses(reason));
        }
        count(registry, table, "stale", Tags.empty(), LiveTableStatistics::stale);
        count(registry, table, "coalesced", Tags.empty(), LiveTableStatistics::coalesced);
        count(registry, table, "refreshes", Tags.of("result", "started"), LiveTableStatistics::refreshes);
        count(registry, table, "refreshes", Tags.of("result", "failed"), LiveTableStatistics::failedRefreshes);
    }

    private void bindLoads(MeterRegistry registry, TableId table) {
        count(registry, table, "loads", Tags.of("result", "success"),
                (statistics) -> Math.max(0, statistics.loads() - statistics.failedLoads()));
        count(registry, table, "loads", Tags.of("result", "failure"), LiveTableStatistics::failedLoads);
        count(registry, table, "discarded", Tags.empty(), LiveTableStatistics::discarded);
        count(registry, table, "absent", Tags.empty(), LiveTableStatistics::absentNotKept);
        FunctionTimer
            .builder(PREFIX + "load.time", this.tables, (all) -> all.statistics(table).loads(),
                    (all) -> all.statistics(table).loadNanos(), TimeUnit.NANOSECONDS)
            .tags(tags(table))
            .description("Time that loads took")
            .register(registry);
    }

    private void bindWrites(MeterRegistry registry, TableId table) {
        count(registry, table, "invalidations", Tags.empty(), LiveTableStatistics::invalidations);
        count(registry, table, "swept", Tags.empty(), LiveTableStatistics::swept);
        count(registry, table, "source.losses", Tags.empty(), LiveTableStatistics::sourceGaps);
        count(registry, table, "marks.lifted", Tags.empty(), LiveTableStatistics::liftedMarks);
        gauge(registry, table, "marks.held", "Writes in progress", (all) -> all.statistics(table).heldMarks());
        gauge(registry, table, "impeded", "Whether every read passes the cache by now",
                (all) -> all.impediment(table) != null ? 1 : 0);
    }

    private void count(MeterRegistry registry, TableId table, String meter, Tags tags,
            ToLongFunction<LiveTableStatistics> value) {
        FunctionCounter.builder(PREFIX + meter, this.tables, (all) -> value.applyAsLong(all.statistics(table)))
            .tags(tags.and(tags(table)))
            .register(registry);
    }

    private void gauge(MeterRegistry registry, TableId table, String meter, String description,
            ToDoubleFunction<LiveTables> value) {
        Gauge.builder(PREFIX + meter, this.tables, value)
            .tags(tags(table))
            .description(description)
            .register(registry);
    }

    private static Tags tags(TableId table) {
        return Tags.of("table", table.table(), "data.source", table.dataSource());
    }

}
