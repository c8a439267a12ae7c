package io.tidemark.projection.cache;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

import io.tidemark.key.KeyPath;
import io.tidemark.projection.CachedRow;
import io.tidemark.projection.ProjectionCache;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** An open backend, and what can be said of it whether or not it stores anything. */
abstract class ProjectionCacheFixture {

    static final KeyPath ROOT = KeyPath.of("projection");

    @TempDir
    Path directory;

    ProjectionCache cache;

    /** Opens the backend; what is persistent is kept in {@code directory}. There is room for 64 MB. */
    abstract ProjectionCache open(Path directory);

    @BeforeEach
    void openCache() {
        this.cache = open(this.directory);
    }

    @AfterEach
    void closeCache() {
        this.cache.close();
    }

    void put(KeyPath... keys) {
        for (KeyPath key : keys) {
            cache.put(key, Rows.selfDescribing(key, 7, 100));
        }
    }

    long kept(long count) {
        return cache.capabilities().stores() ? count : 0;
    }

    void assertStored(KeyPath key, CachedRow row) {
        if (cache.capabilities().stores()) {
            Rows.assertSame(cache.get(key), row);
        }
        else {
            assertMissing(key);
        }
    }

    void assertPresent(KeyPath... keys) {
        for (KeyPath key : keys) {
            assertStored(key, Rows.selfDescribing(key, 7, 100));
        }
    }

    void assertPresentCount(long count) {
        assertThat(cache.usage().entries()).isEqualTo(kept(count));
    }

    void assertMissing(KeyPath... keys) {
        for (KeyPath key : keys) {
            assertThat(cache.get(key)).as("%s", key).isNull();
        }
    }

    static void inParallel(int threads, IntConsumer action) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        CyclicBarrier start = new CyclicBarrier(threads);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                runs.add(executor.submit(() -> {
                    start.await(60, TimeUnit.SECONDS);
                    action.accept(number);
                    return null;
                }));
            }
            for (Future<?> run : runs) {
                run.get(60, TimeUnit.SECONDS);
            }
        }
        finally {
            executor.shutdownNow();
        }
    }

}
