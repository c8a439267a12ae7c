package io.tidemark.livetable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import io.tidemark.generation.Generations;
import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;

import org.jspecify.annotations.Nullable;

/**
 * The tables that were read, written or told of, and what stands in the way of their reads.
 * <p>
 * There are as many as the mapping, the change sources and the calls of the application name.
 */
final class CachedTables {

    private static final int TABLE_DEPTH = 2;

    private final Map<TableId, CachedTable> byId = new ConcurrentHashMap<>();

    private final Map<KeyPath, CachedTable> byPath = new ConcurrentHashMap<>();

    private final List<AttachedSource> sources = new CopyOnWriteArrayList<>();

    private final List<TableListener> listeners = new ArrayList<>();

    private final VoidedTables voided;

    private final Lock lock = new ReentrantLock();

    private final KeyLocks keyLocks = new KeyLocks();

    private final Generations generations;

    private final LiveTableSettings settings;

    private final Function<TableId, PageCache> caches;

    private final LiveTableClock clock;

    private volatile boolean impeded;

    CachedTables(Generations generations, LiveTableSettings settings, Function<TableId, PageCache> caches,
            LiveTableClock clock, Executor executor) {
        this.generations = generations;
        this.settings = settings;
        this.caches = caches;
        this.clock = clock;
        this.voided = new VoidedTables(executor);
    }

    CachedTable of(TableId id) {
        CachedTable table = this.byId.get(id);
        return table != null ? table : create(id);
    }

    /** Returns the table that {@code path} is, or lies in; null if it is above all tables. */
    @Nullable CachedTable above(KeyPath path) {
        if (path.depth() < TABLE_DEPTH) {
            return null;
        }
        KeyPath at = path;
        while (at.depth() > TABLE_DEPTH) {
            at = parent(at);
        }
        CachedTable table = this.byPath.get(at);
        return table != null ? table : of(new TableId(parent(at).lastSegment(), at.lastSegment()));
    }

    /** Tells {@code listener} of every table, those that are here and those to come, each once. */
    void addListener(TableListener listener) {
        List<TableId> here;
        this.lock.lock();
        try {
            this.listeners.add(listener);
            here = List.copyOf(this.byId.keySet());
        }
        finally {
            this.lock.unlock();
        }
        here.forEach(listener::tell);
    }

    Collection<CachedTable> all() {
        return this.byId.values();
    }

    /** Whether any reads must pass the cache by: then ask {@link #impediment} of each. */
    boolean isImpeded() {
        return this.impeded;
    }

    /** Returns why {@code read} must pass the cache by, or null. Tries to mend what can be mended. */
    @Nullable BypassReason impediment(TableRead<?> read) {
        BypassReason reason = impediment(of(read.table()));
        List<KeyPath> dependencies = read.dependencies();
        for (int i = 0; reason == null && i < dependencies.size(); i++) {
            CachedTable table = above(dependencies.get(i));
            reason = table != null ? impediment(table) : null;
        }
        return reason;
    }

    /** Voids what was loaded of {@code path}, which is {@code table} or lies in it. */
    void invalidate(CachedTable table, KeyPath path) {
        table.noteChange();
        this.generations.bump(path);
        removePersistent(table, path);
        this.voided.add(table);
    }

    /** Voids what {@code prefix} matches, removes it and returns how much there was. */
    long invalidate(CachedTable table, KeyPrefix prefix) {
        table.noteChange();
        this.generations.bump(prefix.path());
        noteIfPart(table, prefix.path());
        long removed = remove(table, prefix);
        this.voided.add(table);
        return removed;
    }

    /** Has hits look at their own keys if {@code path}, which has been marked or bumped, lies below the table. */
    void noteIfPart(CachedTable table, KeyPath path) {
        if (path.depth() > TABLE_DEPTH) {
            table.notePartChange(this.generations.moment());
        }
    }

    /** Removes what was voided if the cache is persistent, so that a crash doesn't bring it back. */
    void removePersistent(CachedTable table, KeyPath path) {
        if (table.isPersistent() && table.isFilled()) {
            remove(table, path.asPrefix());
        }
    }

    long remove(CachedTable table, KeyPrefix prefix) {
        boolean failedBefore = table.hasFailedRemoval();
        long removed = table.remove(prefix);
        if (failedBefore != table.hasFailedRemoval()) {
            findImpediments();
        }
        return removed;
    }

    /** The tables of which there is memory to free. */
    VoidedTables voided() {
        return this.voided;
    }

    /** Whether {@code source} was added and is not lost. */
    boolean isConnected(ChangeSource source) {
        return this.sources.stream().anyMatch((attached) -> attached.isOf(source) && !attached.isLost());
    }

    /** Looks again whether any reads must pass the cache by. */
    void findImpediments() {
        this.lock.lock();
        try {
            this.impeded = this.sources.stream().anyMatch(AttachedSource::isLost)
                    || this.byId.values().stream().anyMatch((table) -> table.impediment() != null);
        }
        finally {
            this.lock.unlock();
        }
    }

    /** Adds a source, which is lost until it is restored for the first time. */
    void add(AttachedSource source) {
        this.sources.add(source);
        lose(source);
    }

    /** Voids what the tables of {@code source} hold and notes that it is lost. */
    void lose(AttachedSource source) {
        this.lock.lock();
        try {
            source.setLost(true);
            for (CachedTable table : covered(source)) {
                if (table.lose(source) && source.hasBeenThere()) {
                    table.statistics().sourceGaps.increment();
                }
            }
            findImpediments();
        }
        finally {
            this.lock.unlock();
        }
        covered(source).forEach((table) -> invalidate(table, table.path()));
    }

    /** Voids what the tables of {@code source} hold from the time when it was lost, and ends that time. */
    void regain(AttachedSource source) {
        covered(source).forEach((table) -> invalidate(table, table.path()));
        this.lock.lock();
        try {
            source.setLost(false);
            covered(source).forEach((table) -> table.regain(source));
            findImpediments();
        }
        finally {
            this.lock.unlock();
        }
    }

    /** Forgets a source that will never tell anything. */
    void remove(AttachedSource source) {
        this.sources.remove(source);
        regain(source);
    }

    List<CachedTable> covered(AttachedSource source) {
        List<CachedTable> covered = new ArrayList<>();
        for (CachedTable table : this.byId.values()) {
            if (source.covers(table.id())) {
                covered.add(table);
            }
        }
        return covered;
    }

    private @Nullable BypassReason impediment(CachedTable table) {
        if (table.hasFailedRemoval()) {
            table.retryRemoval();
            findImpediments();
        }
        return table.impediment();
    }

    private CachedTable create(TableId id) {
        CachedTable created;
        List<TableListener> told;
        this.lock.lock();
        try {
            CachedTable there = this.byId.get(id);
            if (there != null) {
                return there;
            }
            created = register(id);
            told = List.copyOf(this.listeners);
        }
        finally {
            this.lock.unlock();
        }
        told.forEach((listener) -> listener.tell(id));
        return created;
    }

    private CachedTable register(TableId id) {
        CachedTable table = new CachedTable(id, this.settings.of(id), this.caches.apply(id), this.generations,
                this.clock, this.keyLocks);
        for (AttachedSource source : this.sources) {
            if (source.covers(id)) {
                // What an earlier process left was loaded before the source was restored, if it ever was.
                if (source.hasUnknownPast()) {
                    invalidate(table, table.path());
                }
                if (source.isLost()) {
                    table.lose(source);
                }
            }
        }
        this.byPath.put(table.path(), table);
        this.byId.put(id, table);
        findImpediments();
        return table;
    }

    private static KeyPath parent(KeyPath path) {
        return Objects.requireNonNull(path.parent(), "parent");
    }

}
