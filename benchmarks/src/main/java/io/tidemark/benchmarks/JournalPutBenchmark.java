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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** Puts of 256 bytes into the journalled cache under {@code os}, beside the same cache without journal and others. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgs = { "-Xms4g", "-Xmx4g", "-Xmn256m", "-XX:+UseG1GC" })
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Benchmark)
public class JournalPutBenchmark {

    /** The store. */
    @Param
    DurableStoreType store;

    /** How many rows there are, a multiple of 100. */
    @Param("100000")
    int rows;

    private DurablePopulation population;

    /** Fills the store. */
    @Setup
    public void fill() throws IOException {
        this.population = new DurablePopulation(this.store, this.rows);
    }

    /** Drops what is reachable only weakly. */
    @Setup(Level.Iteration)
    public void collectGarbage() {
        System.gc();
    }

    /** Overwrites a row, alone. */
    @Benchmark
    @Threads(1)
    public void put(Cursor cursor) {
        this.population.put(cursor.next());
    }

    /** Overwrites a row, one of 16 threads that do. The score is how long each waits. */
    @Benchmark
    @Threads(16)
    public void putBySixteen(Cursor cursor) {
        this.population.put(cursor.next());
    }

    /** Removes the store. */
    @TearDown
    public void remove() throws IOException {
        this.population.close();
    }

}
