package io.tidemark.livetable;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import io.tidemark.generation.Generations;

import org.jspecify.annotations.Nullable;

/** Live tables over one table, with clocks and a background that move when told. */
final class LiveTablesFixture implements AutoCloseable {

    static final Duration MARK_LIMIT = Duration.ofMinutes(5);

    final AtomicLong nanos = new AtomicLong(1_000_000_000L);

    final Queue<Runnable> background = new ConcurrentLinkedQueue<>();

    final FakeContext context = new FakeContext();

    final Generations generations = new Generations(1 << 16, MARK_LIMIT, this.nanos::get, (path, heldFor) -> {
    });

    final HeapPageCache cache;

    final Products products = new Products();

    final LiveTables tables;

    final ExecutorService threads = Executors.newCachedThreadPool();

    volatile boolean backgroundIsFull;

    LiveTablesFixture() {
        this(TableSettings.defaults());
    }

    LiveTablesFixture(TableSettings settings) {
        this(settings, new HeapPageCache(false), Instant.EPOCH.plusSeconds(1_700_000_000));
    }

    LiveTablesFixture(TableSettings settings, HeapPageCache cache, Instant start) {
        this(settings, cache, cache, start);
    }

    private LiveTablesFixture(TableSettings settings, HeapPageCache heap, PageCache used, Instant start) {
        this.cache = heap;
        LiveTableClock clock = new LiveTableClock(this.nanos::get, () -> start);
        this.tables = new LiveTables(this.generations, new LiveTableSettings(settings, Map.of()), (table) -> used,
                new LiveTableRuntime(this.context, clock, this::later));
    }

    /** Returns one that keeps its answers in {@code used}, and nothing in {@link #cache}. */
    static LiveTablesFixture over(PageCache used, TableSettings settings) {
        return new LiveTablesFixture(settings, new HeapPageCache(false), used, Instant.EPOCH.plusSeconds(1_700_000_000));
    }

    static TableSettings ageing(@Nullable Duration ttl, @Nullable Duration maxStale) {
        return new TableSettings(ttl, maxStale, null, 10_000, Duration.ofSeconds(10), Duration.ZERO, GapPolicy.BYPASS);
    }

    <T> T read(TableRead<T> read) {
        try {
            return this.tables.read(read);
        }
        catch (RuntimeException | Error ex) {
            throw ex;
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    <T> Future<T> readElsewhere(TableRead<T> read) {
        return this.threads.submit(() -> read(read));
    }

    void write(String id, String name) {
        TableWrites.TableWrite write = this.tables.begin(Products.TABLE, Products.TABLE.path());
        this.products.put(id, name);
        write.complete(true);
    }

    LiveTableStatistics statistics() {
        return this.tables.statistics(Products.TABLE);
    }

    void advance(Duration duration) {
        this.nanos.addAndGet(duration.toNanos());
    }

    void runBackground() {
        for (Runnable task = this.background.poll(); task != null; task = this.background.poll()) {
            task.run();
        }
    }

    void until(BooleanSupplier condition) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - limit > 0) {
                throw new AssertionError("It did not come to that");
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        this.tables.close();
        this.threads.shutdownNow();
    }

    private void later(Runnable task) {
        if (this.backgroundIsFull) {
            throw new RejectedExecutionException("full");
        }
        this.background.add(task);
    }

    /** What a transaction would say. */
    static final class FakeContext implements ReadContext {

        volatile @Nullable BypassReason bypass;

        volatile long snapshotMoment = -1;

        final ThreadLocal<Boolean> holdsResources = ThreadLocal.withInitial(() -> false);

        @Override
        public @Nullable BypassReason bypass() {
            return this.bypass;
        }

        @Override
        public boolean holdsResources() {
            return this.holdsResources.get();
        }

        @Override
        public long snapshotMoment() {
            return this.snapshotMoment;
        }

    }

}
