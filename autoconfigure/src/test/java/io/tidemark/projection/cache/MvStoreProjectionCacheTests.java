package io.tidemark.projection.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

import io.tidemark.directory.ForeignDirectoryException;
import io.tidemark.key.KeyPath;
import io.tidemark.mvstore.PageCompression;
import io.tidemark.projection.CacheFailedException;
import io.tidemark.projection.CachedRow;
import io.tidemark.projection.ProjectionCache;
import io.tidemark.projection.cache.mvstore.MvStoreProjectionCache;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.tidemark.projection.cache.MvStoreDirectories.FILE_HEADER_BYTES;
import static io.tidemark.projection.cache.MvStoreDirectories.MEGABYTE;
import static io.tidemark.projection.cache.MvStoreDirectories.copyOf;
import static io.tidemark.projection.cache.MvStoreDirectories.files;
import static io.tidemark.projection.cache.MvStoreDirectories.cacheIn;
import static io.tidemark.projection.cache.MvStoreDirectories.rowFile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MvStoreProjectionCacheTests extends ProjectionCacheContract {

    private static final KeyPath ROOT = KeyPath.of("projection");

    @TempDir
    Path other;

    @Override
    ProjectionCache open(Path directory) {
        return cacheIn(directory, 64 * MEGABYTE);
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
        try (MvStoreProjectionCache cache = cacheIn(other.resolve("killed"), 64 * MEGABYTE)) {
            for (int copy = 0; copy < 20; copy++) {
                for (int id = 0; id < 200; id++) {
                    KeyPath key = ROOT.child(id % 7).child(id);
                    cache.put(key, Rows.selfDescribing(key, copy, random.nextInt(2_000)));
                }
                int deleted = random.nextInt(7);
                cache.deletePrefix(ROOT.child(deleted).asPrefix());
                Path killed = copyOf(other.resolve("killed"), other.resolve("copy" + copy));
                assertNothingBelow(ROOT.child(deleted), killed, seed);
            }
        }
    }

    @Test
    @Tag("P9")
    void overwritingStaysWithinTheBoundOfTheDisk() throws IOException {
        assertThat(peakOfOverwriting(150_000)).isBetween(32 * MEGABYTE, 64 * MEGABYTE);
    }

    @Test
    @Tag("P9")
    @Tag("soak")
    void overwritingForLongStaysWithinTheBoundOfTheDisk() throws IOException {
        assertThat(peakOfOverwriting(1_000_000)).isBetween(32 * MEGABYTE, 64 * MEGABYTE);
    }

    private long peakOfOverwriting(int puts) throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path target = other.resolve("overwritten");
        long peak = 0;
        try (MvStoreProjectionCache cache = cacheIn(target, 64 * MEGABYTE)) {
            for (int put = 0; put < puts; put++) {
                KeyPath key = ROOT.child(random.nextInt(1_000));
                cache.put(key, Rows.selfDescribing(key, put, 1024));
                if (put % 200 == 0) {
                    peak = Math.max(peak, bytesOf(target));
                }
                if (put % 800 == 0) {
                    // Writes what was put, which else would be overwritten in memory.
                    cache.deletePrefix(KeyPath.of("none").asPrefix());
                }
            }
            assertThat(rowFile(target)).isNotEqualTo(target.resolve("rows-0000000000000001.mv"));
            for (int id = 0; id < 1_000; id++) {
                Rows.assertSelfDescribing(ROOT.child(id), Objects.requireNonNull(cache.get(ROOT.child(id))));
            }
        }
        return peak;
    }

    @Test
    @Tag("P10")
    void twoCachesOfOneDirectoryShareTheirRows() {
        Path target = other.resolve("shared");
        MvStoreProjectionCache first = cacheIn(target, 64 * MEGABYTE);
        try (MvStoreProjectionCache second = cacheIn(target, 64 * MEGABYTE)) {
            first.put(ROOT, Rows.row("shared"));
            first.close();

            Rows.assertSame(second.get(ROOT), Rows.row("shared"));
            assertThatExceptionOfType(CacheFailedException.class).isThrownBy(() -> first.get(ROOT));
        }
    }

    @Test
    void directoryOfAnotherIsRefused() throws IOException {
        Files.writeString(other.resolve("notes.txt"), "mine");

        assertThatExceptionOfType(ForeignDirectoryException.class).isThrownBy(() -> cacheIn(other, MEGABYTE));

        assertThat(files(other, "*")).hasSize(1);
    }

    @Test
    @Tag("P10")
    void noThreadOutlivesTheCache() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        MvStoreProjectionCache cache = cacheIn(other.resolve("threads"), MEGABYTE);
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
        try (MvStoreProjectionCache cache = cacheIn(target, MEGABYTE)) {
            Rows.assertSame(cache.get(ROOT), row);
        }
    }

    @Test
    void settingsAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> cacheIn(other.resolve("new"), 0))
            .withMessage("maximumBytes must be positive, was 0");
        assertThat(other.resolve("new")).doesNotExist();
    }

    private void assertNothingBelow(KeyPath deleted, Path directory, long seed) {
        try (MvStoreProjectionCache copy = cacheIn(directory, 64 * MEGABYTE)) {
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
        try (MvStoreProjectionCache cache = cacheIn(source, MEGABYTE)) {
            cache.put(ROOT, row);
        }
        return Files.readAllBytes(rowFile(source));
    }

    private void assertRightOrMissing(byte[] damaged, CachedRow row, String damage) throws IOException {
        Path target = other.resolve("source");
        CachedRow later = Rows.row("later");
        Files.write(rowFile(target), damaged);
        try (MvStoreProjectionCache cache = cacheIn(target, MEGABYTE)) {
            CachedRow found = cache.get(ROOT);
            assertThat(found == null || Rows.isSame(found, row)).as(damage).isTrue();
            assertThat(cache.usage().damaged()).as(damage).isEqualTo(found == null ? 1 : 0);
            cache.put(ROOT, later);
        }
        try (MvStoreProjectionCache cache = cacheIn(target, MEGABYTE)) {
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

}
