package io.tidemark.projection.cache;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.tidemark.key.KeyPath;
import io.tidemark.projection.CacheCapabilities;
import io.tidemark.projection.CachedRow;
import io.tidemark.projection.CacheUsage;
import io.tidemark.projection.ProjectionCache;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CaffeineProjectionCacheTests extends ProjectionCacheContract {

    private static final KeyPath BASE = KeyPath.of("traffic").child(1);

    @Override
    ProjectionCache open(Path directory) {
        return new CaffeineProjectionCache(64 << 20, Compression.NONE);
    }

    @Test
    void rowIsKeptByReference() {
        try (CaffeineProjectionCache cache = new CaffeineProjectionCache(1 << 20, Compression.NONE)) {
            CachedRow row = Rows.row("state");
            cache.put(BASE, row);

            assertThat(cache.get(KeyPath.of("traffic").child(1))).isSameAs(row);
            assertThat(cache.capabilities()).isEqualTo(new CacheCapabilities(true, false, false));
        }
    }

    @Test
    @Tag("P9")
    void memoryStaysWithinTheMaximum() {
        try (CaffeineProjectionCache cache = new CaffeineProjectionCache(100_000, Compression.NONE)) {
            for (int id = 0; id < 1_000; id++) {
                cache.put(BASE.child(id), Rows.row(new byte[1_000], id));
                assertThat(cache.usage().bytes()).isLessThanOrEqualTo(100_000);
            }

            CacheUsage usage = cache.usage();
            assertThat(usage.entries()).isBetween(50L, 99L);
            assertThat(usage.evictions()).isEqualTo(1_000 - usage.entries());
            assertIndexed(cache, usage.entries());
        }
    }

    @Test
    @Tag("P9")
    void rowLargerThanTheMaximumIsNotKept() {
        try (CaffeineProjectionCache cache = new CaffeineProjectionCache(10_000, Compression.NONE)) {
            cache.put(BASE.child(1), Rows.row("small"));

            cache.put(BASE.child(2), Rows.row(new byte[20_000], 2));

            assertThat(cache.usage().bytes()).isLessThanOrEqualTo(10_000);
            assertThat(cache.get(BASE.child(2))).isNull();
            assertIndexed(cache, cache.usage().entries());
        }
    }

    @Test
    @Tag("P1")
    void deletePrefixMissesNothingWhileRowsAreEvictedAndPut() throws Exception {
        long seed = System.nanoTime();
        try (CaffeineProjectionCache cache = new CaffeineProjectionCache(20_000, Compression.NONE)) {
            ExecutorService executor = Executors.newFixedThreadPool(4);
            try {
                List<Future<?>> walks = new ArrayList<>();
                for (int thread = 0; thread < 4; thread++) {
                    Random random = new Random(seed + thread);
                    walks.add(executor.submit(() -> churn(cache, random)));
                }
                for (Future<?> walk : walks) {
                    walk.get(60, TimeUnit.SECONDS);
                }
            }
            finally {
                executor.shutdownNow();
            }

            long entries = cache.usage().entries();
            assertThat(cache.usage().evictions()).as("seed %d", seed).isPositive();
            assertIndexed(cache, entries);
            assertThat(cache.deletePrefix(BASE.asPrefix())).as("seed %d", seed).isEqualTo(entries);
            assertThat(cache.usage().entries()).as("seed %d", seed).isZero();
            assertIndexed(cache, 0);
        }
    }

    @Test
    void maximumMustBePositive() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CaffeineProjectionCache(0, Compression.NONE))
            .withMessage("maximumBytes must be positive, was 0");
    }

    private static void churn(CaffeineProjectionCache cache, Random random) {
        for (int step = 0; step < 10_000; step++) {
            int id = random.nextInt(100);
            if (random.nextInt(10) == 0) {
                cache.deletePrefix(BASE.child(id % 10).asPrefix());
            }
            else {
                cache.put(BASE.child(id % 10).child(id), Rows.row(new byte[random.nextInt(500)], step));
            }
        }
    }

    private static void assertIndexed(CaffeineProjectionCache cache, long count) {
        assertThat(cache).extracting("keys", InstanceOfAssertFactories.COLLECTION).hasSize((int) count);
    }

}
