package io.tidemark.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.tidemark.livetable.BypassReason;
import io.tidemark.livetable.ChangeSource;
import io.tidemark.livetable.LiveTableFaults;
import io.tidemark.livetable.LiveTableStatistics;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.PageCache;
import io.tidemark.livetable.PageCacheFailedException;
import io.tidemark.livetable.PageCacheUsage;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.repository.LeftAlone;
import io.tidemark.livetable.repository.RepositoryHook;

import org.jspecify.annotations.Nullable;

/** A live table as the endpoint shows it. Its keys hold arguments as bytes, so that no single entry can be named. */
final class ManagedLiveTable implements ManagedCache {

    private final String name;

    private final TableId table;

    private final LiveTables tables;

    private final @Nullable RepositoryHook repositories;

    private final List<ChangeSource> sources;

    ManagedLiveTable(String name, TableId table, LiveTables tables, @Nullable RepositoryHook repositories,
            List<ChangeSource> sources) {
        this.name = name;
        this.table = table;
        this.tables = tables;
        this.repositories = repositories;
        this.sources = sources;
    }

    @Override
    public String name() {
        return this.name;
    }

    @Override
    public Map<String, Object> figures() {
        LiveTableStatistics statistics = this.tables.statistics(this.table);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("dataSource", this.table.dataSource());
        putReads(figures, statistics);
        figures.put("bypasses", bypasses(statistics));
        figures.put("loads", statistics.loads());
        figures.put("failedLoads", statistics.failedLoads());
        figures.put("puts", statistics.puts());
        figures.put("discarded", statistics.discarded());
        figures.put("absentNotKept", statistics.absentNotKept());
        figures.put("refreshes", statistics.refreshes());
        figures.put("failedRefreshes", statistics.failedRefreshes());
        figures.put("invalidations", statistics.invalidations());
        figures.put("swept", statistics.swept());
        figures.put("heldMarks", statistics.heldMarks());
        figures.put("liftedMarks", statistics.liftedMarks());
        figures.put("sourceGaps", statistics.sourceGaps());
        figures.put("faults", statistics.faults().total());
        BypassReason impediment = this.tables.impediment(this.table);
        if (impediment != null) {
            figures.put("impediment", impediment.tag());
        }
        figures.put("cache", cache());
        figures.put("sources", sources());
        putMethods(figures);
        return figures;
    }

    @Override
    public @Nullable Fault lastFault() {
        LiveTableFaults.Fault fault = this.tables.statistics(this.table).faults().last();
        return fault == null ? null : new Fault(fault.kind().toString(), fault.at(), fault.message());
    }

    @Override
    public @Nullable Map<String, Object> entry(String key) {
        return null;
    }

    @Override
    public long invalidate(String prefix) {
        return new LiveTablePrefix(this.table, this.tables, this.repositories).invalidate(prefix);
    }

    @Override
    public Set<String> entryOperations() {
        return Set.of();
    }

    @Override
    public Map<String, Object> perform(String operation, String key) {
        throw unknown(operation);
    }

    @Override
    public Set<String> operations() {
        return Set.of();
    }

    @Override
    public Map<String, Object> perform(String operation) {
        throw unknown(operation);
    }

    private static void putReads(Map<String, Object> figures, LiveTableStatistics statistics) {
        long hits = statistics.hits() + statistics.stale();
        long misses = statistics.misses();
        figures.put("hits", hits);
        figures.put("misses", misses);
        if (hits + misses > 0) {
            figures.put("hitRatio", (double) hits / (hits + misses));
        }
        figures.put("stale", statistics.stale());
        figures.put("coalesced", statistics.coalesced());
    }

    private static Map<String, Long> bypasses(LiveTableStatistics statistics) {
        Map<String, Long> bypasses = new LinkedHashMap<>();
        for (BypassReason reason : BypassReason.values()) {
            bypasses.put(reason.tag(), statistics.bypasses(reason));
        }
        return bypasses;
    }

    private Map<String, Object> cache() {
        PageCache cache = this.tables.cache(this.table);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("backend", CacheBackends.name(cache));
        figures.put("persistent", cache.isPersistent());
        try {
            PageCacheUsage usage = cache.usage();
            figures.put("entries", usage.entries());
            if (usage.bytes() >= 0) {
                figures.put("bytes", usage.bytes());
            }
            figures.put("diskBytes", usage.diskBytes());
            figures.put("evictions", usage.evictions());
            figures.put("damaged", usage.damaged());
        }
        catch (PageCacheFailedException ex) {
            figures.put("failed", true);
        }
        return figures;
    }

    private Map<String, Object> sources() {
        Map<String, Object> figures = new LinkedHashMap<>();
        for (ChangeSource source : this.sources) {
            if (source.covers(this.table)) {
                figures.put(source.name(), ChangeSourceFigures.of(source, this.tables));
            }
        }
        return figures;
    }

    private void putMethods(Map<String, Object> figures) {
        if (this.repositories != null) {
            Map<String, String> leftAlone = new LinkedHashMap<>();
            for (LeftAlone method : this.repositories.leftAlone(this.table)) {
                leftAlone.put(method.method(), method.reason());
            }
            figures.put("methods", this.repositories.cachedMethods(this.table));
            figures.put("leftAlone", leftAlone);
        }
    }

    private IllegalArgumentException unknown(String operation) {
        return new IllegalArgumentException(
                "operation must not be performed, was '%s': there is none on live tables".formatted(operation));
    }

}
