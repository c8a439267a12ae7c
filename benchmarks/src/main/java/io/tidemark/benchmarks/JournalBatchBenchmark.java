package io.tidemark.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Cache;
import io.tidemark.benchmarks.store.RowKey;
import io.tidemark.journal.FsyncPolicy;
import io.tidemark.journal.Journal;
import io.tidemark.journal.JournalSettings;
import io.tidemark.journal.RecoveryListener;
import io.tidemark.key.KeyPath;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Puts of 256 bytes in batches into a Caffeine cache under a journal with {@code os}; the score is that of one put. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgs = { "-Xms4g", "-Xmx4g", "-Xmn256m", "-XX:+UseG1GC" })
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Benchmark)
public class JournalBatchBenchmark {

    private static final int BATCH = 100;

    private static final int ROWS = 100_000;

    private static final long SEED = 20_010_401;

    private final byte[] value = new byte[DurablePopulation.VALUE_BYTES];

    private final List<RowKey> keys = RowKey.random(ROWS, SEED);

    private final CaffeineMap map = new CaffeineMap();

    private final Cache<KeyPath, byte[]> plain = new CaffeineMap().cache();

    private Journal journal;

    private int[] indexes;

    /** Fills both caches. */
    @Setup
    public void fill() throws IOException {
        Random random = new Random(SEED);
        random.nextBytes(this.value);
        this.indexes = ScrambledIndexes.permutation(ROWS, random);
        JournalSettings settings = JournalSettings.in(WorkDirectory.create().resolve("journal"))
            .withFsync(FsyncPolicy.OS);
        this.journal = Journal.open(settings, this.map, RecoveryListener.NONE);
        for (RowKey key : this.keys) {
            this.map.cache().put(key.path(), this.value);
            this.plain.put(key.path(), this.value);
        }
    }

    /** Starts each iteration with the same heap. */
    @Setup(Level.Iteration)
    public void collectGarbage() {
        System.gc();
    }

    /** Puts into the cache under the journal. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void journalled(Cursor cursor) {
        this.journal.together((changes) -> {
            for (int i = 0; i < BATCH; i++) {
                RowKey key = nextKey(cursor);
                byte[] own = this.value.clone();
                changes.put(key.path().toBytes(), own, Journal.NEVER, () -> this.map.cache().put(key.path(), own));
            }
        });
    }

    /** Puts into a cache alone. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void plain(Cursor cursor) {
        for (int i = 0; i < BATCH; i++) {
            this.plain.put(nextKey(cursor).path(), this.value.clone());
        }
    }

    /** Removes the files. */
    @TearDown
    public void remove() throws IOException {
        this.journal.close();
        WorkDirectory.delete();
    }

    private RowKey nextKey(Cursor cursor) {
        return this.keys.get(this.indexes[Integer.remainderUnsigned(cursor.next(), ROWS)]);
    }

}
