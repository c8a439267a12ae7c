package io.tidemark.benchmarks.livetable;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.tidemark.generation.Generations;
import io.tidemark.key.KeyPath;
import io.tidemark.livetable.LiveTableClock;
import io.tidemark.livetable.LiveTableRuntime;
import io.tidemark.livetable.LiveTableSettings;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.Rows;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.TableRead;
import io.tidemark.livetable.TableSettings;
import io.tidemark.livetable.cache.CaffeinePageCache;
import io.tidemark.livetable.repository.transaction.SpringReadContext;
import io.tidemark.livetable.repository.transaction.TransactionMoments;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Invalidating one of 1,000 tables that hold 100,000 pages in all, and one that holds so many itself; with the load of
 * one page after it, which has the memory of the others freed in the background.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgs = { "-Xms2g", "-Xmx2g" })
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class LiveTableInvalidateBenchmark {

    private static final int TABLES = 1_000;

    private final ExecutorService executor = Executors.newSingleThreadExecutor();

    private final CaffeinePageCache cache = new CaffeinePageCache(300_000);

    private final LiveTables tables = tables();

    private final TableId[] ids = new TableId[TABLES];

    private int next;

    /** How many pages each of the other tables, and the one that is invalidated, hold. */
    @Param({ "1", "100", "100000" })
    public int pages;

    /** Fills the tables, the last of them with as many pages as asked for. */
    @Setup
    public void fill() throws Throwable {
        for (int i = 0; i < TABLES; i++) {
            this.ids[i] = new TableId("main", "table" + i);
            int count = i < TABLES - 1 ? Math.min(this.pages, 100) : this.pages;
            for (int page = 0; page < count; page++) {
                this.tables.read(new Page(this.ids[i], page));
            }
        }
    }

    /** Ends the thread in the background. */
    @TearDown
    public void close() {
        this.tables.close();
        this.executor.shutdownNow();
    }

    /** Invalidates one table. */
    @Benchmark
    public void one() {
        this.tables.invalidate(this.ids[TABLES - 1]);
    }

    /** Invalidates one table after the other. */
    @Benchmark
    public void oneOfAll() {
        this.tables.invalidate(this.ids[this.next++ % TABLES]);
    }

    /** Invalidates one table and loads a page of it. */
    @Benchmark
    public Object andLoad() throws Throwable {
        TableId table = this.ids[TABLES - 1];
        this.tables.invalidate(table);
        return this.tables.read(new Page(table, 0));
    }

    private LiveTables tables() {
        Generations generations = new Generations();
        return new LiveTables(generations, new LiveTableSettings(TableSettings.defaults(), Map.of()),
                (table) -> this.cache, new LiveTableRuntime(new SpringReadContext(new TransactionMoments(
                        generations::moment)), LiveTableClock.system(), this.executor));
    }

    /** The read of a page of nothing. */
    private record Page(TableId table, int number) implements TableRead<List<?>> {

        @Override
        public KeyPath key() {
            return this.table.path().child(this.number);
        }

        @Override
        public List<KeyPath> dependencies() {
            return List.of(this.table.path());
        }

        @Override
        public List<?> load() {
            return List.of();
        }

        @Override
        public Rows toRows(List<?> answer) {
            return new Rows(answer, -1, false);
        }

        @Override
        public List<?> toAnswer(Rows rows) {
            return rows.values();
        }

    }

}
