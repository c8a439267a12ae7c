package io.tidemark.projection.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.tidemark.directory.ForeignDirectoryException;
import io.tidemark.key.KeyPath;
import io.tidemark.projection.CacheFailedException;
import io.tidemark.projection.CachedRow;
import io.tidemark.projection.ProjectionCache;
import io.tidemark.projection.cache.mvstore.MvStoreProjectionCache;
import io.tidemark.projection.cache.mvstore.PageCompression;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MvStoreProjectionCacheTests extends ProjectionCacheContract {

    private static final KeyPath ROOT = KeyPath.of("projection");

    private static final long MEGABYTE = 1 << 20;

    private static final int FILE_HEADER_BYTES = 64;

    private static final int ROWS = 3_000;

    @TempDir
    Path other;

    @Override
    ProjectionCache open(Path directory) {
        return openCache(directory, 64 * MEGABYTE);
    }

    @Test
    @Tag("P5")
    void rowWithFlippedBitIsRightOrMissingAndCanBePutAgain() throws IOException {
        CachedRow row = Rows.row("found");
        byte[] intact = closedFileWith(row);
        int rowAt = indexOf(intact, row.value());

        for (int position = rowAt - 40; position < rowAt + row.value().length; position++) {
            assertRightOrMissing(flipped(intact, position * 8 + position % 8), row, "byte " + position);
        }
    }

    @Test
    @Tag("P5")
    void damagedFileGivesTheRightRowOrNoneAndIsSetAside() throws IOException {
        CachedRow row = Rows.row("found");
        byte[] intact = closedFileWith(row);

        for (int position = 0; position < intact.length; position += 197) {
            assertRightOrMissing(flipped(intact, position * 8 + position % 8), row, "byte " + position);
        }
        for (int length = 0; length < intact.length; length += length < FILE_HEADER_BYTES ? 15 : 411) {
            assertRightOrMissing(Arrays.copyOf(intact, length), row, "length " + length);
        }
    }

    @Test
    @Tag("P6")
    void deletionSurvivesAKilledProcess() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (MvStoreProjectionCache cache = openCache(other.resolve("killed"), 64 * MEGABYTE)) {
            for (int copy = 0; copy < 20; copy++) {
                for (int id = 0; id < 200; id++) {
                    KeyPath key = ROOT.child(id % 7).child(id);
                    cache.put(key, Rows.selfDescribing(key, copy, random.nextInt(2_000)));
                }
                int deleted = random.nextInt(7);
                cache.deletePrefix(ROOT.child(deleted).asPrefix());
                assertNothingBelow(ROOT.child(deleted), copyOf(other.resolve("killed"), "copy" + copy), seed);
            }
        }
    }

    @Test
    @Tag("P9")
    void overwritingStaysWithinTheBoundOfTheDisk() throws IOException {
        assertThat(peakOfOverwriting(150_000)).isLessThanOrEqualTo(64 * MEGABYTE);
    }

    @Test
    @Tag("P9")
    @Tag("soak")
    void overwritingForLongStaysWithinTheBoundOfTheDisk() throws IOException {
        assertThat(peakOfOverwriting(1_000_000)).isLessThanOrEqualTo(64 * MEGABYTE);
    }

    private long peakOfOverwriting(int puts) throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path target = other.resolve("overwritten");
        long peak = 0;
        try (MvStoreProjectionCache cache = openCache(target, 64 * MEGABYTE)) {
            for (int put = 0; put < puts; put++) {
                KeyPath key = ROOT.child(random.nextInt(1_000));
                cache.put(key, Rows.selfDescribing(key, put, 1024));
                if (put % 200 == 0) {
                    peak = Math.max(peak, bytesOf(target));
                }
            }
            for (int id = 0; id < 1_000; id++) {
                Rows.assertSelfDescribing(ROOT.child(id), Objects.requireNonNull(cache.get(ROOT.child(id))));
            }
        }
        return peak;
    }

    @Test
    @Tag("P4")
    void interruptsHarmNobody() throws Exception {
        Path target = fileOfManyPages("interrupted");
        long seed = System.nanoTime();
        int interrupts = 0;

        // Opened anew for each round, because what was read once may stay in memory.
        for (int round = 0; round < 5; round++) {
            try (MvStoreProjectionCache cache = openCache(target, 64 * MEGABYTE)) {
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
        Path target = other.resolve(name);
        try (MvStoreProjectionCache cache = openCache(target, 64 * MEGABYTE)) {
            for (int id = 0; id < ROWS; id++) {
                cache.put(ROOT.child(id), Rows.selfDescribing(ROOT.child(id), id, 2_000));
            }
        }
        return target;
    }

    @Test
    @Tag("P4")
    void interruptedThreadDeletesAndSyncsAndStaysInterrupted() throws IOException {
        Path target = other.resolve("interrupted");
        try (MvStoreProjectionCache cache = openCache(target, 64 * MEGABYTE)) {
            Thread.currentThread().interrupt();
            cache.put(ROOT.child("kept"), Rows.row("kept"));
            cache.put(ROOT.child("deleted"), Rows.row("deleted"));
            cache.sync();
            long deleted = cache.deletePrefix(ROOT.child("deleted").asPrefix());
            boolean interrupted = Thread.interrupted();

            assertThat(interrupted).isTrue();
            assertThat(deleted).isOne();
            try (MvStoreProjectionCache copy = openCache(copyOf(target, "copy"), 64 * MEGABYTE)) {
                Rows.assertSame(copy.get(ROOT.child("kept")), Rows.row("kept"));
                assertThat(copy.get(ROOT.child("deleted"))).isNull();
            }
        }
        finally {
            Thread.interrupted();
        }
    }

    @Test
    @Tag("P4")
    void damageWhileOpenIsAMissAndHealed() throws IOException {
        Path target = fileOfManyPages("damaged");
        try (MvStoreProjectionCache cache = openCache(target, 64 * MEGABYTE)) {
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
        try (MvStoreProjectionCache cache = openCache(target, 64 * MEGABYTE)) {
            Rows.assertSame(cache.get(ROOT.child(1)), Rows.row("healed"));
        }
        assertThat(target.resolve("rows.damaged")).exists();
    }

    @Test
    @Tag("P10")
    void twoCachesOfOneDirectoryShareTheirRows() {
        Path target = other.resolve("shared");
        MvStoreProjectionCache first = openCache(target, 64 * MEGABYTE);
        try (MvStoreProjectionCache second = openCache(target, 64 * MEGABYTE)) {
            first.put(ROOT, Rows.row("shared"));
            first.close();

            Rows.assertSame(second.get(ROOT), Rows.row("shared"));
            assertThatExceptionOfType(CacheFailedException.class).isThrownBy(() -> first.get(ROOT));
        }
    }

    @Test
    void directoryOfAnotherIsRefused() throws IOException {
        Files.writeString(other.resolve("notes.txt"), "mine");

        assertThatExceptionOfType(ForeignDirectoryException.class).isThrownBy(() -> openCache(other, MEGABYTE));

        assertThat(files(other, "*")).hasSize(1);
    }

    @Test
    @Tag("P10")
    void noThreadOutlivesTheCache() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        MvStoreProjectionCache cache = openCache(other.resolve("threads"), MEGABYTE);
        cache.put(ROOT, Rows.row("value"));
        cache.sync();
        cache.close();

        assertThat(Thread.getAllStackTraces().keySet().stream().filter(thread -> !before.contains(thread)))
            .filteredOn(thread -> thread.getName().contains("MVStore") || thread.getName().startsWith("H2-")
                    || thread.getName().startsWith("tidemark"))
            .isEmpty();
    }

    @Test
    void compressedRowsAreGotAsTheyWere() {
        Path target = other.resolve("compressed");
        CachedRow row = Rows.row("abc".repeat(10_000));
        try (MvStoreProjectionCache cache = MvStoreProjectionCache.open(target, MEGABYTE, MEGABYTE,
                PageCompression.LZF, Duration.ZERO)) {
            cache.put(ROOT, row);
            cache.sync();
            assertThat(cache.usage().diskBytes()).isLessThan(30_000);
        }
        try (MvStoreProjectionCache cache = openCache(target, MEGABYTE)) {
            Rows.assertSame(cache.get(ROOT), row);
        }
    }

    @Test
    void settingsAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> openCache(other.resolve("new"), 0))
            .withMessage("maximumBytes must be positive, was 0");
        assertThat(other.resolve("new")).doesNotExist();
    }

    private void assertNothingBelow(KeyPath deleted, Path directory, long seed) {
        try (MvStoreProjectionCache copy = openCache(directory, 64 * MEGABYTE)) {
            assertThat(copy.usage().entries()).as("seed %d", seed).isPositive();
            for (int id = 0; id < 200; id++) {
                KeyPath key = ROOT.child(id % 7).child(id);
                CachedRow row = copy.get(key);
                if (row != null) {
                    Rows.assertSelfDescribing(key, row);
                    assertThat(key.startsWith(deleted)).as("seed %d, %s", seed, key).isFalse();
                }
            }
            assertThat(copy.deletePrefix(deleted.asPrefix())).as("seed %d", seed).isZero();
        }
    }

    private Path copyOf(Path source, String name) throws IOException {
        Path target = Files.createDirectory(other.resolve(name));
        for (Path file : files(source, "*")) {
            if (!file.endsWith("tidemark.lock")) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        return target;
    }

    private static long bytesOf(Path directory) throws IOException {
        long bytes = 0;
        for (Path file : files(directory, "*")) {
            try {
                bytes += Files.size(file);
            }
            catch (NoSuchFileException ex) {
                bytes += 0;
            }
        }
        return bytes;
    }

    private byte[] closedFileWith(CachedRow row) throws IOException {
        Path source = other.resolve("source");
        try (MvStoreProjectionCache cache = openCache(source, MEGABYTE)) {
            cache.put(ROOT, row);
        }
        return Files.readAllBytes(rowFile(source));
    }

    private void assertRightOrMissing(byte[] damaged, CachedRow row, String damage) throws IOException {
        Path target = other.resolve("source");
        CachedRow later = Rows.row("later");
        Files.write(rowFile(target), damaged);
        try (MvStoreProjectionCache cache = openCache(target, MEGABYTE)) {
            CachedRow found = cache.get(ROOT);
            assertThat(found == null || Rows.isSame(found, row)).as(damage).isTrue();
            assertThat(cache.usage().damaged()).as(damage).isEqualTo(found == null ? 1 : 0);
            cache.put(ROOT, later);
        }
        try (MvStoreProjectionCache cache = openCache(target, MEGABYTE)) {
            Rows.assertSame(cache.get(ROOT), later);
        }
        assertThat(files(target, "*")).as(damage).hasSizeLessThanOrEqualTo(4);
    }

    private static byte[] flipped(byte[] intact, int bit) {
        byte[] flipped = intact.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        return flipped;
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(new String(part, StandardCharsets.ISO_8859_1));
    }

    private static Path rowFile(Path directory) throws IOException {
        List<Path> files = files(directory, "rows-*.mv");
        assertThat(files).hasSize(1);
        return files.get(0);
    }

    private static List<Path> files(Path directory, String pattern) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, pattern)) {
            entries.forEach(files::add);
        }
        return files;
    }

    static MvStoreProjectionCache openCache(Path directory, long maximumBytes) {
        return MvStoreProjectionCache.open(directory, maximumBytes, MEGABYTE, PageCompression.NONE, Duration.ofSeconds(5));
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
