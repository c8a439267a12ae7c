package io.tidemark.projection.cache;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

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
    @Tag("P1")
    void deletePrefixFindsLoadedRowsBeforeTheyAreAdmitted() {
        try (CaffeineProjectionCache cache = new CaffeineProjectionCache(1 << 20, Compression.NONE)) {
            for (int id = 0; id < 100; id++) {
                load(cache, BASE.child(id % 10).child(id % 50), Rows.row("state"));
            }
            cache.endLoad();
            cache.put(BASE.child(3).child(3), Rows.row("put again"));
            cache.put(BASE.child(3).child(100), Rows.row("new"));
            cache.delete(BASE.child(3).child(13));

            assertThat(cache.deletePrefix(BASE.child(3).asPrefix())).isEqualTo(5);
            assertThat(cache.deleteAllBut(BASE.asPrefix(), BASE.child(4).asPrefix())).isEqualTo(40);
            assertThat(cache.usage().entries()).isEqualTo(5);
            assertIndexed(cache, 0);
            cache.admitLoaded();
            assertIndexed(cache, 5);
            assertThat(cache.usage().entries()).isEqualTo(5);
        }
    }

    @Test
    @Tag("P1")
    void deletePrefixIsExactWhileLoadedRowsAreAdmitted() throws Exception {
        long seed = System.nanoTime();
        for (int round = 0; round < 20; round++) {
            try (CaffeineProjectionCache cache = new CaffeineProjectionCache(64 << 20, Compression.NONE)) {
                for (int id = 0; id < 10_000; id++) {
                    load(cache, BASE.child(id % 100).child(id), Rows.row("state"));
                }
                cache.endLoad();
                Thread admitting = new Thread(cache::admitLoaded);
                admitting.start();

                Random random = new Random(seed + round);
                for (int id = 0; id < 100; id++) {
                    assertThat(cache.usage().entries()).as("seed %d", seed).isEqualTo(10_000 - 100 * id);
                    assertThat(cache.deletePrefix(BASE.child(id).asPrefix())).as("seed %d", seed).isEqualTo(100);
                    if (random.nextBoolean()) {
                        cache.put(BASE.child(id).child(id), Rows.row("again"));
                        assertThat(cache.deletePrefix(BASE.child(id).asPrefix())).as("seed %d", seed).isEqualTo(1);
                    }
                }
                admitting.join(60_000);
                assertThat(cache.usage().entries()).as("seed %d", seed).isZero();
                assertIndexed(cache, 0);
            }
        }
    }

    @Test
    @Tag("P1")
    void loadedRowIsReadUntilItIsReplacedOrDeletedAndNeverAfter() throws Exception {
        long seed = System.nanoTime();
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 3; round++) {
                try (CaffeineProjectionCache cache = new CaffeineProjectionCache(64 << 20, Compression.NONE)) {
                    for (int id = 0; id < 12_000; id++) {
                        load(cache, BASE.child(id), Rows.selfDescribing(BASE.child(id), 1, 50));
                    }
                    cache.endLoad();
                    List<Future<?>> walks = new ArrayList<>();
                    for (int thread = 0; thread < 3; thread++) {
                        int first = thread * 4_000;
                        Random random = new Random(seed + round * 3 + thread);
                        walks.add(executor.submit(() -> replaceAndDelete(cache, first, random)));
                    }
                    walks.add(executor.submit(cache::admitLoaded));
                    for (Future<?> walk : walks) {
                        walk.get(60, TimeUnit.SECONDS);
                    }
                    assertIndexed(cache, cache.usage().entries());
                }
            }
        }
        catch (ExecutionException ex) {
            throw new AssertionError("seed " + seed, ex.getCause());
        }
        finally {
            executor.shutdownNow();
        }
    }

    @Test
    @Tag("P6")
    void loadedRowIsGivenAndReadWhileItMovesToTheOthers() throws Exception {
        int rounds = 10_000;
        AtomicInteger loaded = new AtomicInteger();
        AtomicInteger asked = new AtomicInteger();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (CaffeineProjectionCache cache = new CaffeineProjectionCache(1 << 16, Compression.NONE)) {
            Future<Integer> misses = executor.submit(() -> {
                int missed = 0;
                try {
                    for (int round = 1; round <= rounds; round++) {
                        awaitAtLeast(round, loaded);
                        spinAWhile();
                        missed += cache.get(BASE) == null ? 1 : 0;
                        asked.set(round);
                    }
                }
                finally {
                    asked.set(rounds);
                }
                return missed;
            });
            for (int round = 1; round <= rounds; round++) {
                load(cache, BASE, Rows.row("state"));
                loaded.set(round);
                spinAWhile();
                List<KeyPath> given = new ArrayList<>();
                cache.forEach((key, row) -> given.add(key));
                awaitAtLeast(round, asked);

                assertThat(given).as("round %d", round).containsExactly(BASE);
            }
            assertThat(misses.get(60, TimeUnit.SECONDS)).isZero();
        }
        finally {
            loaded.set(rounds);
            executor.shutdown();
        }
    }

    @Test
    @Tag("P9")
    void noMoreIsLoadedThanFits() {
        try (CaffeineProjectionCache cache = new CaffeineProjectionCache(100_000, Compression.NONE)) {
            for (int id = 0; id < 50_000; id++) {
                load(cache, BASE.child(id), Rows.row("state"));
                if (id % 1_000 == 0) {
                    assertThat(cache.usage().bytes()).isLessThan(110_000);
                }
            }
            cache.endLoad();

            CacheUsage usage = cache.usage();
            assertThat(usage.bytes()).isBetween(90_000L, 100_000L);
            assertThat(usage.evictions()).isEqualTo(50_000 - usage.entries());
            cache.admitLoaded();
            assertIndexed(cache, cache.usage().entries());
        }
    }

    @Test
    void laterLoadedRowReplacesTheOneThatWasAdmitted() {
        try (CaffeineProjectionCache cache = new CaffeineProjectionCache(1 << 20, Compression.NONE)) {
            load(cache, BASE, Rows.row("first"));
            cache.admitLoaded();
            load(cache, BASE, Rows.row("second"));
            cache.endLoad();

            assertThat(cache.usage().entries()).isEqualTo(1);
            Rows.assertSame(cache.get(BASE), Rows.row("second"));
        }
    }

    @Test
    void rowThatWasAskedForStaysDecoded() {
        try (CaffeineProjectionCache cache = new CaffeineProjectionCache(1 << 20, Compression.NONE)) {
            load(cache, BASE, Rows.row("state"));
            cache.endLoad();

            CachedRow row = cache.get(BASE);

            Rows.assertSame(row, Rows.row("state"));
            assertThat(cache.get(BASE)).isSameAs(row);
            assertThat(cache.get(BASE.child(1))).isNull();
        }
    }

    @Test
    void maximumMustBePositive() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CaffeineProjectionCache(0, Compression.NONE))
            .withMessage("maximumBytes must be positive, was 0");
    }

    private static void replaceAndDelete(CaffeineProjectionCache cache, int first, Random random) {
        for (int id = first; id < first + 4_000; id++) {
            KeyPath key = BASE.child(id);
            CachedRow again = Rows.selfDescribing(key, 2, 50);
            switch (random.nextInt(3)) {
                case 0 -> Rows.assertSame(cache.get(key), Rows.selfDescribing(key, 1, 50));
                case 1 -> {
                    cache.put(key, again);
                    assertThat(cache.get(key)).isSameAs(again);
                }
                default -> {
                    assertThat(cache.deletePrefix(key.asPrefix())).isEqualTo(1);
                    assertThat(cache.get(key)).isNull();
                }
            }
        }
    }

    private static void awaitAtLeast(int least, AtomicInteger number) {
        while (number.get() < least) {
            Thread.onSpinWait();
        }
    }

    // So that two threads meet at another step each time.
    private static void spinAWhile() {
        for (int spin = ThreadLocalRandom.current().nextInt(100); spin > 0; spin--) {
            Thread.onSpinWait();
        }
    }

    private static void load(CaffeineProjectionCache cache, KeyPath key, CachedRow row) {
        cache.load(key.toBytes(), Rows.logged(row));
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
