package io.tidemark.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import io.tidemark.benchmarks.store.DurableStoreType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Gets of rows of 256 bytes from the journalled cache, beside the same cache without journal. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgs = { "-Xms4g", "-Xmx4g", "-Xmn256m", "-XX:+UseG1GC" })
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Benchmark)
public class JournalGetBenchmark {

    /** The store. */
    @Param({ "TIDEMARK_JOURNAL", "TIDEMARK_CAFFEINE" })
    DurableStoreType store;

    /** How many rows there are, a multiple of 100. */
    @Param("100000")
    int rows;

    private DurablePopulation population;

    private int[] indexes;

    /** Fills the store. */
    @Setup
    public void fill() throws IOException {
        this.population = new DurablePopulation(this.store, this.rows);
        this.indexes = ScrambledIndexes.zipf(this.rows, this.population.random());
    }

    /** Starts each iteration with the same heap. */
    @Setup(Level.Iteration)
    public void collectGarbage() {
        System.gc();
    }

    /** Gets a row; few are asked for often. */
    @Benchmark
    public Object get(Cursor cursor) {
        return this.population.get(this.indexes[cursor.next() & this.indexes.length - 1]);
    }

    /** Removes the store. */
    @TearDown
    public void remove() throws IOException {
        this.population.close();
    }

}
