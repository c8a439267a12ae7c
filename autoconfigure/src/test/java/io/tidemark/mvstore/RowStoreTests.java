package io.tidemark.mvstore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.tidemark.key.KeyPath;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class RowStoreTests {

    private static final int GROUPS = 12;

    private static final int ROWS = 30;

    private static final int VALUE_BYTES = 600;

    private static final DiskLimit LIMIT = new DiskLimit(2 << 20);

    private static final Settings SETTINGS = new Settings(64 << 20, 1 << 20, PageCompression.NONE, LIMIT);

    @TempDir
    Path directory;

    @TempDir
    Path copies;

    private RowStore store;

    private final ExecutorService executor = Executors.newFixedThreadPool(3);

    @BeforeEach
    void openStore() {
        store = RowStore.open(directory, "test-1", SETTINGS, Duration.ZERO);
    }

    @AfterEach
    void closeStore() {
        executor.shutdownNow();
        store.close();
    }

    @Test
    @Tag("P6")
    void nothingDeletedComesBackWheneverTheProcessIsKilled() throws Exception {
        long seed = System.nanoTime();
        AtomicLongArray deletedEpochs = new AtomicLongArray(GROUPS);
        AtomicBoolean done = new AtomicBoolean();
        Future<?> writer = executor.submit(() -> {
            try {
                writeAndDelete(new Random(seed), deletedEpochs);
            }
            finally {
                done.set(true);
            }
        });

        int rows = 0;
        for (int copy = 0; !done.get() || copy == 0; copy++) {
            rows += assertNothingDeletedInCopy(copies.resolve("copy" + copy), deletedEpochs, seed);
        }
        writer.get(60, TimeUnit.SECONDS);

        assertThat(rows).as("seed %d", seed).isPositive();
        assertThat(rowFileNumber()).as("seed %d", seed).isGreaterThan(5);
        assertThat(store.usage().damaged()).as("seed %d", seed).isZero();
    }

    @Test
    @Tag("P6")
    void replacedFilesHaveEveryRowAndNoOther() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<Integer, Long> epochs = new HashMap<>();

        for (int step = 0; step < 30_000; step++) {
            int group = random.nextInt(GROUPS);
            int id = random.nextInt(ROWS);
            if (random.nextInt(1_000) == 0) {
                store.delete(List.of(KeyRange.of(KeyPath.of("group").child(group).asPrefix())));
                epochs.keySet().removeIf((key) -> key / ROWS == group);
            }
            else {
                store.put(key(group, id), row(step, random));
                epochs.put(group * ROWS + id, (long) step);
            }
            assertThat(store.usage().diskBytes()).as("seed %d, step %d", seed, step)
                .isLessThanOrEqualTo(LIMIT.smallestBytes());
        }

        assertSame(epochs, seed);
        assertThat(rowFileNumber()).as("seed %d", seed).isGreaterThan(5);
        store.close();
        openStore();
        assertSame(epochs, seed);
    }

    @Test
    @Tag("P9")
    void rowsAboveTheMaximumAreDroppedOldestFirst() {
        store.close();
        store = RowStore.open(directory, "test-1", new Settings(100_000, 1 << 20, PageCompression.NONE, LIMIT),
                Duration.ZERO);
        Random random = new Random(1);

        for (int id = 0; id < 1_000; id++) {
            store.put(key(0, id), new Row(row(1, random).value(), id));
            assertThat(store.usage().bytes()).isLessThanOrEqualTo(100_000);
        }
        store.put(key(1, 1), new Row(new byte[100_001], 0));

        assertThat(store.get(key(1, 1))).isNull();
        assertThat(store.usage().evictions()).isEqualTo(1_001 - store.usage().rows());
        assertThat(store.usage().rows()).isGreaterThan(100);
        long oldest = IntStream.range(0, 500).filter((id) -> store.get(key(0, id)) != null).count();
        assertThat(oldest).isLessThan(store.usage().rows() / 4);
    }

    @Test
    @Tag("P5")
    void damagedRowIsMissingAndRemovedAndTheOthersStay() throws IOException {
        Random random = new Random(1);
        Row row = row(1, random);
        store.put(key(0, 0), row);
        store.close();
        Path path = directory.resolve("rows-0000000000000001.mv");
        RowFile file = RowFile.of(Objects.requireNonNull(StoreFile.open(path, SETTINGS.file())));
        file.put(key(0, 1), StoredRow.read(row, StoredRow.of(key(0, 0), row).checksum(), RowType.bodyBytes(row)));
        file.put(key(0, 2), StoredRow.read(null, 0, 4));
        file.close(1_000);
        openStore();

        Row ofAnotherKey = store.get(key(0, 1));
        Row unreadable = store.get(key(0, 2));

        assertThat(ofAnotherKey).isNull();
        assertThat(unreadable).isNull();
        assertThat(epoch(store.get(key(0, 0)))).isOne();
        assertThat(store.usage().damaged()).isEqualTo(2);
        assertThat(store.usage().rows()).isOne();
    }

    private void assertSame(Map<Integer, Long> epochs, long seed) {
        long bytes = 0;
        for (int key = 0; key < GROUPS * ROWS; key++) {
            Row row = store.get(key(key / ROWS, key % ROWS));
            assertThat(row == null ? null : epoch(row)).as("seed %d, key %d", seed, key).isEqualTo(epochs.get(key));
            if (row != null) {
                bytes += key(key / ROWS, key % ROWS).length + RowType.bodyBytes(row);
            }
        }
        assertThat(store.usage().rows()).as("seed %d", seed).isEqualTo(epochs.size());
        assertThat(store.usage().bytes()).as("seed %d", seed).isEqualTo(bytes);
    }

    private void writeAndDelete(Random random, AtomicLongArray deletedEpochs) {
        for (int step = 0; step < 25_000; step++) {
            int group = random.nextInt(GROUPS);
            if (random.nextInt(40) == 0) {
                store.delete(List.of(KeyRange.of(KeyPath.of("group").child(group).asPrefix())));
                deletedEpochs.incrementAndGet(group);
            }
            else {
                store.put(key(group, random.nextInt(ROWS)), row(deletedEpochs.get(group) + 1, random));
            }
        }
    }

    private int assertNothingDeletedInCopy(Path target, AtomicLongArray deletedEpochs, long seed) throws IOException {
        long[] deleted = new long[GROUPS];
        Arrays.setAll(deleted, deletedEpochs::get);
        copyTo(target);
        int rows = 0;
        RowStore copy = RowStore.open(target, "test-1", SETTINGS, Duration.ZERO);
        try {
            for (int group = 0; group < GROUPS; group++) {
                for (int id = 0; id < ROWS; id++) {
                    Row row = copy.get(key(group, id));
                    if (row != null) {
                        rows++;
                        assertThat(epoch(row)).as("seed %d", seed).isGreaterThan(deleted[group]);
                    }
                }
            }
        }
        finally {
            copy.close();
        }
        return rows;
    }

    private void copyTo(Path target) throws IOException {
        Files.createDirectory(target);
        for (Path file : files(directory)) {
            if (!file.endsWith("tidemark.lock")) {
                try {
                    Files.copy(file, target.resolve(file.getFileName()));
                }
                catch (NoSuchFileException ex) {
                    // Replaced or renamed since it was listed: the next copy has its successor.
                    assertThat(file.getFileName().toString()).matches("rows-.*|.*[.]new");
                }
            }
        }
    }

    private long rowFileNumber() {
        return files(directory).stream()
            .map((file) -> file.getFileName().toString())
            .filter((name) -> name.startsWith("rows-"))
            .mapToLong((name) -> Long.parseLong(name.substring(5, 21), 16))
            .max()
            .orElseThrow();
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static byte[] key(int group, int id) {
        return KeyPath.of("group").child(group).child(id).toBytes();
    }

    private static Row row(long epoch, Random random) {
        byte[] value = new byte[VALUE_BYTES];
        random.nextBytes(value);
        ByteBuffer.wrap(value).putLong(epoch);
        return new Row(value, epoch);
    }

    private static long epoch(Row row) {
        long epoch = ByteBuffer.wrap(row.value()).getLong();
        assertThat(row.cachedAtMicros()).isEqualTo(epoch);
        return epoch;
    }

}
