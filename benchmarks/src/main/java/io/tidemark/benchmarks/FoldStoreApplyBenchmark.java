package io.tidemark.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.tidemark.benchmarks.kv.FoldStoreType;
import io.tidemark.benchmarks.kv.UpdatedStore;
import io.tidemark.fold.KvUpdate;
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
 * Random updates of a bucket, each batch with its cursor, not forced. An update is 221 bytes of key and value;
 * {@code written} tells how many bytes the process wrote for a batch of them.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = { "-Xms2g", "-Xmx2g" })
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 10)
@State(Scope.Benchmark)
public class FoldStoreApplyBenchmark {

    /** The store. */
    @Param
    FoldStoreType store;

    /** How many updates a batch has. */
    @Param({ "100", "1000" })
    int batch;

    /** How many entries there are. */
    @Param("1000000")
    int entries;

    private FoldEntries all;

    private UpdatedStore updated;

    private List<KvUpdate> next;

    /** Fills the store. */
    @Setup
    public void fill() throws IOException {
        this.all = new FoldEntries(this.entries);
        this.updated = this.store.open(WorkDirectory.create());
        this.all.forEachBatch((updates) -> this.updated.apply(updates, this.all.cursor()));
    }

    /** Chooses what is updated. */
    @Setup(Level.Invocation)
    public void choose() {
        this.next = this.all.some(this.batch);
    }

    /** Applies a batch. */
    @Benchmark
    public void apply() {
        this.updated.apply(this.next, this.all.cursor());
    }

    /** Removes the store. */
    @TearDown
    public void remove() throws IOException {
        this.updated.close();
        WorkDirectory.delete();
    }

}
