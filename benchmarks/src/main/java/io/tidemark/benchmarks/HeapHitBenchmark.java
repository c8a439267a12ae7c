package io.tidemark.benchmarks;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tidemark.projection.Freshness;
import io.tidemark.projection.Projected;
import io.tidemark.projection.ProjectionReader;
import io.tidemark.projection.cache.CaffeineProjectionCache;
import io.tidemark.projection.cache.Compression;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * A hit in the heap tier beside the Caffeine cache that an application would have instead.
 * <p>
 * All caches are bounded by their size and hold a state for every key. Keys are looked up with strings that are equal
 * to, but not the same as, the ones in the cache; their hashes are known.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgs = { "-Xms1g", "-Xmx1g" })
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class HeapHitBenchmark {

    private static final long SEED = 20_010_401;

    private static final Duration LIMIT = Duration.ofHours(1);

    /** How many streams are read, of which few are read often. */
    @Param({ "1", "10000" })
    int streams;

    private final Freshness maxStale = Freshness.maxStale(LIMIT);

    private final Freshness anyAge = Freshness.anyAge();

    private String[] keys = {};

    private int[] indexes = {};

    private ProjectionReader<Traffic> reader = TrafficProjections.reader(ArrayEventSource.ofRandomEvents(10, SEED),
            new CaffeineProjectionCache(1L << 30, Compression.NONE), 100_000);

    private final Cache<String, Traffic> expiring = Caffeine.newBuilder()
        .maximumSize(100_000)
        .expireAfterWrite(LIMIT)
        .recordStats()
        .build();

    private final Cache<String, Traffic> raw = Caffeine.newBuilder().maximumSize(100_000).build();

    /** Fills all caches. */
    @Setup
    public void fill() {
        this.keys = new String[this.streams];
        for (int i = 0; i < this.streams; i++) {
            String key = "airport-" + i;
            Traffic state = this.reader.get(key, Freshness.consistent()).state();
            this.expiring.put(key, state);
            this.raw.put(key, state);
            this.keys[i] = "airport-" + i;
        }
        this.indexes = ScrambledIndexes.zipf(this.streams, new Random(SEED));
    }

    /** A state that is at most an hour old. */
    @Benchmark
    public Projected<Traffic> tidemarkMaxStale(Cursor cursor) {
        return this.reader.get(nextKey(cursor), this.maxStale);
    }

    /** A state of any age. */
    @Benchmark
    public Projected<Traffic> tidemarkAnyAge(Cursor cursor) {
        return this.reader.get(nextKey(cursor), this.anyAge);
    }

    /** A value that expires after an hour, with statistics, loaded if it is missing. */
    @Benchmark
    public @Nullable Traffic caffeineExpiring(Cursor cursor) {
        return this.expiring.get(nextKey(cursor), (key) -> Traffic.NONE);
    }

    /** A value that never expires, if it is there. */
    @Benchmark
    public @Nullable Traffic caffeineRaw(Cursor cursor) {
        return this.raw.getIfPresent(nextKey(cursor));
    }

    /** The choice of a key alone, which is part of all others. */
    @Benchmark
    public String keyOnly(Cursor cursor) {
        return nextKey(cursor);
    }

    private String nextKey(Cursor cursor) {
        return this.keys[this.indexes[cursor.next() & this.indexes.length - 1]];
    }

}
