package io.tidemark.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.tidemark.benchmarks.store.RowKey;
import io.tidemark.benchmarks.store.RowStore;
import io.tidemark.benchmarks.store.RowStoreType;
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

/**
 * Gets and puts of the backends beside the raw libraries and others.
 * <p>
 * Caches in the heap and MVStore return the array that they hold, the others a copy. Nothing is forced to the device.
 * Values shorter and longer than a quarter of a page are both measured; all files fit into the memory of the machine.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgs = { "-Xms4g", "-Xmx4g", "-Xmn256m", "-XX:+UseG1GC",
        "--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED" })
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Benchmark)
public class BackendBenchmark {

    /** The store. */
    @Param
    RowStoreType store;

    /** How long a value is. */
    @Param({ "256", "4096" })
    int valueBytes;

    /** How many rows there are, a multiple of 100. */
    @Param("100000")
    int rows;

    private Population population;

    private RowStore opened;

    private List<RowKey> keys;

    private int[] indexes;

    /** Fills the store. */
    @Setup
    public void fill() throws IOException {
        this.population = new Population(this.store, this.rows, this.valueBytes);
        this.opened = this.population.store();
        this.keys = this.population.keys();
        this.indexes = ScrambledIndexes.zipf(this.rows, this.population.random());
    }

    /** Drops what is reachable only weakly. */
    @Setup(Level.Iteration)
    public void collectGarbage() {
        System.gc();
    }

    /** Gets a row; few are asked for often. */
    @Benchmark
    public Object get(Cursor cursor) {
        Object row = this.opened.get(this.keys.get(this.indexes[cursor.next() & this.indexes.length - 1]));
        if (row == null) {
            throw new IllegalStateException("Every row must be there");
        }
        return row;
    }

    /** Overwrites a row, each as often as any other. */
    @Benchmark
    public void put(Cursor cursor) {
        int number = cursor.next();
        // Jumps about: the odd factor meets every remainder of a power of two, and nearly every one of the bound.
        int index = Integer.remainderUnsigned(number * 0x9E3779B9, this.rows);
        this.opened.put(this.keys.get(index), this.population.newValue(number));
    }

    /** Removes the store. */
    @TearDown
    public void remove() throws IOException {
        this.population.close();
    }

}
