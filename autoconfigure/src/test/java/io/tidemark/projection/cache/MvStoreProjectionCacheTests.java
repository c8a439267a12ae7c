package io.tidemark.projection.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MvStoreProjectionCacheTests extends ProjectionCacheContract {

    private static final KeyPath ROOT = KeyPath.of("projection");

    private static final long MEGABYTE = 1 << 20;

    private static final int FILE_HEADER_BYTES = 64;

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

        for (int bit = (rowAt - 40) * 8; bit < (rowAt + row.value().length) * 8; bit++) {
            assertRightOrMissing(flipped(intact, bit), row, "bit " + bit);
        }
    }

    @Test
    @Tag("P5")
    void damagedFileGivesTheRightRowOrNoneAndIsSetAside() throws IOException {
        CachedRow row = Rows.row("found");
        byte[] intact = closedFileWith(row);

        for (int position = 0; position < intact.length; position += 97) {
            assertRightOrMissing(flipped(intact, position * 8 + position % 8), row, "byte " + position);
        }
        for (int length = 0; length < intact.length; length += length < FILE_HEADER_BYTES ? 9 : 211) {
            assertRightOrMissing(Arrays.copyOf(intact, length), row, "length " + length);
        }
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

}
