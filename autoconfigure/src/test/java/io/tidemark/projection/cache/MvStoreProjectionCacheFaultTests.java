package io.tidemark.projection.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.tidemark.key.KeyPath;
import io.tidemark.projection.CachedRow;
import io.tidemark.projection.ProjectionCache;
import io.tidemark.projection.cache.mvstore.MvStoreProjectionCache;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.tidemark.projection.cache.MvStoreDirectories.FILE_HEADER_BYTES;
import static io.tidemark.projection.cache.MvStoreDirectories.MEGABYTE;
import static io.tidemark.projection.cache.MvStoreDirectories.copyOf;
import static io.tidemark.projection.cache.MvStoreDirectories.cacheIn;
import static io.tidemark.projection.cache.MvStoreDirectories.rowFile;
import static org.assertj.core.api.Assertions.assertThat;

/** What interrupts and damage do to an MVStore cache that is open. */
@Tag("P4")
class MvStoreProjectionCacheFaultTests {

    private static final KeyPath ROOT = KeyPath.of("projection");

    private static final int ROWS = 3_000;

    @TempDir
    Path directory;

    @Test
    void interruptsHarmNobody() throws Exception {
        Path target = fileOfManyPages("interrupted");
        long seed = System.nanoTime();
        int interrupts = 0;

        // Opened anew for each round, because what was read once may stay in memory.
        for (int round = 0; round < 5; round++) {
            try (MvStoreProjectionCache cache = cacheIn(target, 64 * MEGABYTE)) {
                interrupts += walkAndInterrupt(cache, seed + 10 * round);
                for (int id = 0; id < ROWS; id++) {
                    Rows.assertSelfDescribing(ROOT.child(id), Objects.requireNonNull(cache.get(ROOT.child(id))));
                }
                assertThat(cache.usage().damaged()).as("seed %d", seed).isZero();
            }
        }

        assertThat(interrupts).as("seed %d", seed).isGreaterThan(100);
    }

    // The last thread is left in peace and must notice nothing.
    private static int walkAndInterrupt(MvStoreProjectionCache cache, long seed) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            List<InterruptedWalk> walks = new ArrayList<>();
            List<Future<?>> results = new ArrayList<>();
            for (int index = 0; index < 4; index++) {
                walks.add(new InterruptedWalk(cache, ROWS, index == 3, seed + index));
            }
            walks.forEach(walk -> results.add(executor.submit(walk)));
            while (results.stream().anyMatch(result -> !result.isDone())) {
                walks.subList(0, 3).forEach(InterruptedWalk::interrupt);
            }
            for (Future<?> result : results) {
                result.get(30, TimeUnit.SECONDS);
            }
            return walks.stream().mapToInt(walk -> walk.interrupts).sum();
        }
        finally {
            executor.shutdownNow();
        }
    }

    private Path fileOfManyPages(String name) {
        Path target = directory.resolve(name);
        try (MvStoreProjectionCache cache = cacheIn(target, 64 * MEGABYTE)) {
            for (int id = 0; id < ROWS; id++) {
                cache.put(ROOT.child(id), Rows.selfDescribing(ROOT.child(id), id, 2_000));
            }
        }
        return target;
    }

    @Test
    void interruptedThreadDeletesAndSyncsAndStaysInterrupted() throws IOException {
        Path target = directory.resolve("interrupted");
        try (MvStoreProjectionCache cache = cacheIn(target, 64 * MEGABYTE)) {
            Thread.currentThread().interrupt();
            cache.put(ROOT.child("kept"), Rows.row("kept"));
            cache.put(ROOT.child("deleted"), Rows.row("deleted"));
            cache.sync();
            long deleted = cache.deletePrefix(ROOT.child("deleted").asPrefix());
            boolean interrupted = Thread.interrupted();

            assertThat(interrupted).isTrue();
            assertThat(deleted).isOne();
            try (MvStoreProjectionCache copy = cacheIn(copyOf(target, directory.resolve("copy")), 64 * MEGABYTE)) {
                Rows.assertSame(copy.get(ROOT.child("kept")), Rows.row("kept"));
                assertThat(copy.get(ROOT.child("deleted"))).isNull();
            }
        }
        finally {
            Thread.interrupted();
        }
    }

    @Test
    void damageWhileOpenIsAMissAndHealed() throws IOException {
        Path target = fileOfManyPages("damaged");
        try (MvStoreProjectionCache cache = cacheIn(target, 64 * MEGABYTE)) {
            byte[] bytes = Files.readAllBytes(rowFile(target));
            Arrays.fill(bytes, FILE_HEADER_BYTES, bytes.length, (byte) 7);
            Files.write(rowFile(target), bytes);

            for (int id = 0; id < ROWS; id++) {
                CachedRow row = cache.get(ROOT.child(id));
                if (row != null) {
                    Rows.assertSelfDescribing(ROOT.child(id), row);
                }
            }
            cache.put(ROOT.child(1), Rows.row("healed"));

            assertThat(cache.usage().damaged()).isOne();
            assertThat(cache.usage().entries()).isOne();
        }
        try (MvStoreProjectionCache cache = cacheIn(target, 64 * MEGABYTE)) {
            Rows.assertSame(cache.get(ROOT.child(1)), Rows.row("healed"));
        }
        assertThat(target.resolve("rows.damaged")).exists();
    }

    private static final class InterruptedWalk implements Runnable {

        private static final int IDLE = 0;

        private static final int SENDING = 1;

        private static final int SENT = 2;

        private final ProjectionCache cache;

        private final int rows;

        private final boolean readsOnly;

        private final Random random;

        private final AtomicInteger state = new AtomicInteger();

        private volatile Thread thread;

        private volatile int interrupts;

        InterruptedWalk(ProjectionCache cache, int rows, boolean readsOnly, long seed) {
            this.cache = cache;
            this.rows = rows;
            this.readsOnly = readsOnly;
            this.random = new Random(seed);
        }

        void interrupt() {
            Thread interrupted = thread;
            if (interrupted != null && state.compareAndSet(IDLE, SENDING)) {
                interrupted.interrupt();
                state.set(SENT);
            }
        }

        @Override
        public void run() {
            thread = Thread.currentThread();
            for (int step = 0; step < 3_000; step++) {
                int id = random.nextInt(rows);
                KeyPath key = ROOT.child(id);
                if (!readsOnly && random.nextInt(10) == 0) {
                    cache.put(key, Rows.selfDescribing(key, step, 2_000));
                }
                else {
                    Rows.assertSelfDescribing(key, Objects.requireNonNull(cache.get(key)));
                }
                requireFlag();
            }
            thread = null;
            requireFlag();
        }

        private void requireFlag() {
            if (state.get() != IDLE) {
                while (state.get() == SENDING) {
                    Thread.onSpinWait();
                }
                assertThat(Thread.interrupted()).isTrue();
                interrupts++;
                state.set(IDLE);
            }
        }

    }

}
