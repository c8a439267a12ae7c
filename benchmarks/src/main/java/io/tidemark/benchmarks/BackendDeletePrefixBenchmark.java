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
 * Deletes of 100 rows that start alike, with the exact number of them. The rows are put again before the next one,
 * which does not count, except as processor time.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgs = { "-Xms4g", "-Xmx4g", "-Xmn256m", "-XX:+UseG1GC",
        "--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED" })
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Benchmark)
public class BackendDeletePrefixBenchmark {

    /** The store. */
    @Param
    RowStoreType store;

    /** How long a value is. */
    @Param("4096")
    int valueBytes;

    /** How many rows there are, a multiple of 100. */
    @Param("100000")
    int rows;

    private Population population;

    private RowStore opened;

    private List<RowKey> keys;

    private int[] groups;

    private int next;

    /** Fills the store. */
    @Setup
    public void fill() throws IOException {
        this.population = new Population(this.store, this.rows, this.valueBytes);
        this.opened = this.population.store();
        this.keys = this.population.keys();
        this.groups = ScrambledIndexes.permutation(this.rows / RowKey.GROUP_SIZE, this.population.random());
    }

    /** Deletes a group of rows. */
    @Benchmark
    public long deletePrefix() {
        long removed = this.opened.deletePrefix(group().get(0).group());
        if (removed != RowKey.GROUP_SIZE) {
            throw new IllegalStateException("Must remove %d rows, removed %d".formatted(RowKey.GROUP_SIZE, removed));
        }
        return removed;
    }

    /** Puts the group back and goes on to the next one. */
    @TearDown(Level.Invocation)
    public void refill() {
        for (RowKey key : group()) {
            this.opened.put(key, this.population.newValue(this.next));
        }
        this.next++;
    }

    /** Removes the store. */
    @TearDown
    public void remove() throws IOException {
        this.population.close();
    }

    private List<RowKey> group() {
        int from = this.groups[this.next % this.groups.length] * RowKey.GROUP_SIZE;
        return this.keys.subList(from, from + RowKey.GROUP_SIZE);
    }

}
