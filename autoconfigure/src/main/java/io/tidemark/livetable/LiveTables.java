package io.tidemark.livetable;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.tidemark.generation.Generations;
import io.tidemark.generation.WriteMark;
import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live tables of an application: reads that are answered from a cache as long as nothing has made them untrue.
 * <p>
 * When a write has been completed, or an invalidation has returned, no later read is answered with what was there
 * before, and a load that was under way is not kept. Writes never wait for loads. A fault of a cache costs a load.
 * <p>
 * Thread-safe. The caches, the change sources and the executor stay their owners' to close.
 */
public final class LiveTables implements TableReads, TableWrites, AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(LiveTables.class);

    private final Generations generations;

    private final CachedTables tables;

    private final TableLoads loads;

    private final TableReader reader;

    private final ChangeFeed feed;

    private final LastReads lastReads = new LastReads();

    private volatile boolean closed;

    /**
     * Creates live tables that nothing was read of.
     * @param generations the counters, which the marks of transactions are taken from too
     * @param settings those of the tables
     * @param caches gives the cache of a table; asked once for each
     * @param runtime what they run on
     */
    public LiveTables(Generations generations, LiveTableSettings settings, Function<TableId, PageCache> caches,
            LiveTableRuntime runtime) {
        this.generations = Objects.requireNonNull(generations, "generations");
        this.tables = new CachedTables(generations, settings, caches, runtime.clock(), runtime.executor());
        Validity validity = new Validity(generations, this.tables);
        this.loads = new TableLoads(validity, this.tables, runtime, this.lastReads);
        this.reader = new TableReader(validity, this.tables, this.loads, runtime, this.lastReads);
        this.feed = new ChangeFeed(runtime.executor());
        generations.addMarkListener(this::lifted);
    }

    @Override
    public <T extends @Nullable Object> T read(TableRead<T> read) throws Throwable {
        return this.reader.read(read);
    }

    @Override
    public <P extends @Nullable Object, T extends @Nullable Object> T readAll(BatchRead<P, T> read) throws Throwable {
        return this.reader.readAll(read);
    }

    @Override
    public <T extends @Nullable Object> T bypass(TableRead<T> read, BypassReason reason) throws Throwable {
        return this.reader.bypass(read, reason);
    }

    /** Returns what the last read of the calling thread did, or null if it read nothing yet. */
    public @Nullable ReadOutcome lastOutcome() {
        return this.lastReads.outcome();
    }

    /** Returns why the last read of the calling thread passed the cache by, or null if it did not. */
    public @Nullable BypassReason lastBypassReason() {
        return this.lastReads.bypassReason();
    }

    @Override
    public TableWrite begin(TableId table, KeyPath path) {
        CachedTable cached = this.tables.of(table);
        if (!path.startsWith(cached.path())) {
            throw new IllegalArgumentException("path must be that of table '%s' or lie in it, was %s".formatted(table,
                    path));
        }
        WriteMark mark = this.generations.mark(path);
        this.tables.noteIfPart(cached, path);
        this.tables.removePersistent(cached, path);
        return new TrackedWrite(cached, mark, this.tables, this.feed);
    }

    /**
     * Voids what is cached of {@code table}, as after a write that nobody saw. Takes the same time however much that is;
     * memory is freed in the background, at the next load.
     */
    public void invalidate(TableId table) {
        CachedTable cached = this.tables.of(table);
        this.tables.invalidate(cached, cached.path());
        this.feed.publish(new TableChange.Changed(table));
    }

    /**
     * Voids what is cached below {@code prefix} and removes it. A prefix that ends within a segment also voids, without
     * removing it at once, what lies beside it.
     * @return how many answers were removed; none if the cache failed, which is counted, and the table passed by until
     * the removal succeeds
     * @throws IllegalArgumentException if the prefix doesn't lie in one table
     */
    public long invalidate(KeyPrefix prefix) {
        CachedTable cached = this.tables.above(prefix.path());
        if (cached == null) {
            throw new IllegalArgumentException(
                    "prefix must lie in one table, was %s: use invalidateAll() for all of them".formatted(prefix));
        }
        long removed = this.tables.invalidate(cached, prefix);
        this.feed.publish(new TableChange.Changed(cached.id()));
        return removed;
    }

    /** Voids what is cached of all tables. */
    public void invalidateAll() {
        this.generations.bump(KeyPath.root());
        Set<PageCache> cleared = Collections.newSetFromMap(new IdentityHashMap<>());
        for (CachedTable table : this.tables.all()) {
            this.tables.invalidate(table, table.path());
            if (table.isPersistent() && cleared.add(table.cache())) {
                this.tables.remove(table, KeyPath.root().asPrefix());
            }
            this.feed.publish(new TableChange.Reset(table.id()));
        }
    }

    /**
     * Returns the changes of all tables that become known here. A subscriber is told of every change after
     * {@code subscribe} has returned; one that falls behind gets a {@link TableChange.Reset} of each table of which it
     * missed something.
     */
    public Flow.Publisher<TableChange> changes() {
        return this.feed.changes(null);
    }

    /** Returns the changes of {@code table}. See {@link #changes()}. */
    public Flow.Publisher<TableChange> changes(TableId table) {
        return this.feed.changes(Objects.requireNonNull(table, "table"));
    }

    /**
     * Starts {@code source} and heeds what it tells. Until it says that it is restored it counts as lost. If
     * its start throws, the caller gets that, and the source counts no more.
     */
    public void attach(ChangeSource source) {
        AttachedSource attached = new AttachedSource(source, this.tables, this.feed::publish, () -> this.closed);
        this.tables.add(attached);
        boolean started = false;
        try {
            source.start(attached);
            started = true;
        }
        finally {
            if (!started) {
                this.tables.remove(attached);
            }
        }
    }

    /** Returns the tables that were read, written or told of so far, in the order of their names. */
    public Set<TableId> tables() {
        return this.tables.all()
            .stream()
            .map(CachedTable::id)
            .collect(Collectors.toCollection(() -> new TreeSet<>((a, b) -> a.path().compareTo(b.path()))));
    }

    /**
     * Tells {@code listener} of every table, those that there are and those to come, each once. It is called by whoever
     * first names the table; what it throws is logged.
     */
    public void addTableListener(Consumer<TableId> listener) {
        this.tables.addListener(new TableListener(listener));
    }

    /** Whether {@code source} is attached and tells of every change now. */
    public boolean isConnected(ChangeSource source) {
        return this.tables.isConnected(source);
    }

    /** Returns what the cache of {@code table} did. */
    public LiveTableStatistics statistics(TableId table) {
        return this.tables.of(table).statistics();
    }

    /** Returns the settings of {@code table}. */
    public TableSettings settings(TableId table) {
        return this.tables.of(table).settings();
    }

    /** Returns the cache of {@code table}. */
    public PageCache cache(TableId table) {
        return this.tables.of(table).cache();
    }

    /** Returns why reads of {@code table} pass the cache by now, whoever reads, or null if they don't have to. */
    public @Nullable BypassReason impediment(TableId table) {
        return this.generations.isMarked(table.path()) ? BypassReason.WRITE_IN_PROGRESS
                : this.tables.of(table).impediment();
    }

    /** Returns how many loads that others may join run now, or wait for one before them. */
    public int loadsInProgress() {
        return this.loads.inProgress();
    }

    /** Ends all subscriptions as completed and heeds no change source any more. Reads go on. */
    @Override
    public void close() {
        this.closed = true;
        this.feed.close();
    }

    // Called from where the mark was found, perhaps from within the cache: nothing is removed here.
    private void lifted(KeyPath path, Duration heldFor) {
        CachedTable table = this.tables.above(path);
        if (table != null) {
            logger.warn("A write to table '{}' was not completed within {}: it no longer keeps reads from the cache",
                    table.id(), heldFor);
            table.statistics().liftedMarks.increment();
            table.noteChange();
            this.generations.bump(path);
            this.tables.noteIfPart(table, path);
        }
    }

}
