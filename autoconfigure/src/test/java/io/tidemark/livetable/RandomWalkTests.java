package io.tidemark.livetable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import io.tidemark.generation.Generations;
import io.tidemark.key.KeyPath;
import io.tidemark.livetable.TableWrites.TableWrite;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads read and write tables whose rows are the versions that were committed. What is read must be a version
 * that was committed when the read began, or later.
 */
@Tag("P1")
@Tag("P2")
class RandomWalkTests {

    private static final int TABLES = 3;

    private static final int THREADS = 6;

    @RepeatedTest(4)
    void readsAreNeverOlderThanTheirBeginning() throws Exception {
        walk(new Random().nextLong(), 4_000);
    }

    @Test
    @Tag("soak")
    void readsAreNeverOlderThanTheirBeginningInALongWalk() throws Exception {
        for (int i = 0; i < 50; i++) {
            walk(new Random().nextLong(), 50_000);
        }
    }

    private static void walk(long seed, int steps) throws Exception {
        Random random = new Random(seed);
        boolean persistent = random.nextBoolean();
        HeapPageCache cache = new HeapPageCache(persistent);
        TableSettings settings = new TableSettings(random.nextBoolean() ? Duration.ofNanos(200_000) : null, null, null,
                100, Duration.ofMillis(random.nextBoolean() ? 1 : 1_000), Duration.ZERO, GapPolicy.SERVE);
        ThreadLocal<Boolean> holds = ThreadLocal.withInitial(() -> false);
        // Few counters, so that tables share some.
        Generations generations = new Generations(random.nextBoolean() ? 1 << 16 : 4, Duration.ofMinutes(1),
                System::nanoTime, (path, heldFor) -> {
                });
        ExecutorService background = Executors.newFixedThreadPool(2);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (LiveTables tables = new LiveTables(generations, new LiveTableSettings(settings, Map.of()), (id) -> cache,
                new LiveTableRuntime(new Context(holds), new LiveTableClock(System::nanoTime, Instant::now),
                        background))) {
            Source source = new Source();
            List<Future<?>> walks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random own = new Random(random.nextLong());
                walks.add(threads.submit(() -> {
                    for (int step = 0; step < steps; step++) {
                        step(own, tables, source, holds);
                    }
                    return null;
                }));
            }
            for (Future<?> walk : walks) {
                try {
                    walk.get(60, SECONDS);
                }
                catch (Exception ex) {
                    throw new AssertionError("The walk of seed " + seed + " failed", ex);
                }
            }
            long hits = tables.tables().stream().mapToLong((id) -> tables.statistics(id).hits()).sum();
            assertThat(hits).as("hits of the walk of seed " + seed).isPositive();
            assertThat(generations.heldMarks()).as("marks of the walk of seed " + seed).isZero();
            assertThat(tables.loadsInProgress()).isZero();
        }
        finally {
            threads.shutdownNow();
            background.shutdownNow();
        }
    }

    private static void step(Random random, LiveTables tables, Source source, ThreadLocal<Boolean> holds)
            throws Exception {
        int table = random.nextInt(TABLES);
        int choice = random.nextInt(100);
        if (choice < 80) {
            holds.set(random.nextInt(10) == 0);
            boolean joins = random.nextInt(4) == 0;
            read(tables, new VersionRead(source, table, joins, random.nextInt(3), random.nextInt(20) == 0));
        }
        else if (choice < 95) {
            TableId id = source.ids[table];
            TableWrite write = tables.begin(id, id.path());
            boolean commits = random.nextInt(5) != 0;
            long version = commits ? source.commit(table) : 0;
            write.complete(commits ? (random.nextInt(10) == 0 ? null : Boolean.TRUE) : Boolean.FALSE);
            source.acknowledge(table, version);
        }
        else {
            long version = source.commit(table);
            switch (random.nextInt(3)) {
                case 0 -> tables.invalidate(source.ids[table]);
                case 1 -> tables.invalidate(source.ids[table].path().asPrefix());
                default -> tables.invalidateAll();
            }
            source.acknowledge(table, version);
        }
    }

    private static void read(LiveTables tables, VersionRead read) throws Exception {
        long[] atLeast = read.source.acknowledged(read.table, read.joins);
        List<Long> seen;
        try {
            seen = tables.read(read);
        }
        catch (Failure ex) {
            return;
        }
        catch (Exception | Error ex) {
            throw ex;
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
        for (int i = 0; i < atLeast.length; i++) {
            if (seen.get(i) < atLeast[i]) {
                throw new AssertionError("%s read %s, though %d had been acknowledged: %s".formatted(read.key(), seen,
                        atLeast[i], tables.lastOutcome()));
            }
        }
    }

    private static final class Failure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Failure() {
            super("The source failed", null, false, false);
        }

    }

    private record Context(ThreadLocal<Boolean> holds) implements ReadContext {

        @Override
        public @Nullable BypassReason bypass() {
            return null;
        }

        @Override
        public boolean holdsResources() {
            return this.holds.get();
        }

        @Override
        public long snapshotMoment() {
            return -1;
        }

    }

    /** Tables that are no more than the number of their last committed version. */
    private static final class Source {

        final TableId[] ids = new TableId[TABLES];

        private final long[] committed = new long[TABLES];

        private final AtomicLong[] acknowledged = new AtomicLong[TABLES];

        private final ReadWriteLock lock = new ReentrantReadWriteLock();

        Source() {
            for (int i = 0; i < TABLES; i++) {
                this.ids[i] = new TableId("main", "t" + i);
                this.acknowledged[i] = new AtomicLong();
            }
        }

        long commit(int table) {
            this.lock.writeLock().lock();
            try {
                return ++this.committed[table];
            }
            finally {
                this.lock.writeLock().unlock();
            }
        }

        void acknowledge(int table, long version) {
            this.acknowledged[table].accumulateAndGet(version, Math::max);
        }

        long[] acknowledged(int table, boolean joins) {
            return joins ? new long[] { this.acknowledged[table].get(), this.acknowledged[0].get() }
                    : new long[] { this.acknowledged[table].get() };
        }

        List<Long> snapshot(int table, boolean joins) {
            this.lock.readLock().lock();
            try {
                return joins ? List.of(this.committed[table], this.committed[0]) : List.of(this.committed[table]);
            }
            finally {
                this.lock.readLock().unlock();
            }
        }

    }

    /** Reads the version of a table, and of the first one too if it joins that. */
    private static final class VersionRead implements TableRead<List<Long>> {

        private final Source source;

        private final int table;

        private final boolean joins;

        private final int page;

        private final boolean fails;

        VersionRead(Source source, int table, boolean joins, int page, boolean fails) {
            this.source = source;
            this.table = table;
            this.joins = joins;
            this.page = page;
            this.fails = fails;
        }

        @Override
        public TableId table() {
            return this.source.ids[this.table];
        }

        @Override
        public KeyPath key() {
            return table().path().child(this.joins ? "joined" : "plain").child(this.page);
        }

        @Override
        public List<KeyPath> dependencies() {
            return this.joins ? List.of(table().path(), this.source.ids[0].path()) : List.of(table().path());
        }

        @Override
        public boolean loadsOnAnyThread() {
            return true;
        }

        @Override
        public List<Long> load() {
            Thread.yield();
            List<Long> seen = this.source.snapshot(this.table, this.joins);
            Thread.yield();
            if (this.fails) {
                throw new Failure();
            }
            return seen;
        }

        @Override
        public Rows toRows(List<Long> answer) {
            return new Rows(answer, -1, false);
        }

        @Override
        @SuppressWarnings("unchecked")
        public List<Long> toAnswer(Rows rows) {
            return (List<Long>) rows.values();
        }

    }

}
