package io.tidemark.projection.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.tidemark.key.KeyPath;
import io.tidemark.projection.CacheFailedException;
import io.tidemark.projection.CachedRow;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FileProjectionCacheFaultTests {

    private static final KeyPath KEY = KeyPath.of("traffic").child(1).child("DFW");

    private static final KeyPath OTHER = KeyPath.of("traffic").child(1).child("JFK");

    private static final KeyPath HASHED = KeyPath.of("traffic").child("x".repeat(300));

    private static final CachedRow ROW = Rows.row("{\"departures\":2}");

    @TempDir
    Path temporary;

    private Path directory;

    private FileProjectionCache cache;

    @BeforeEach
    void openCache() throws IOException {
        this.directory = this.temporary.toRealPath().resolve("rows");
        open();
    }

    @AfterEach
    void closeCache() {
        this.cache.close();
    }

    @Test
    @Tag("P5")
    void everyFlippedBitMakesTheRowMissingUntilItIsPutAgain() throws IOException {
        cache.put(KEY, ROW);
        byte[] bytes = Files.readAllBytes(file(KEY));

        for (int bit = 0; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file(KEY), bytes);
            bytes[bit / 8] ^= (byte) (1 << bit % 8);

            assertDamagedThenHealed(bit);
        }

        assertThat(cache.usage().damaged()).isEqualTo(bytes.length * 8);
    }

    @Test
    @Tag("P5")
    void everyTruncationMakesTheRowMissingUntilItIsPutAgain() throws IOException {
        cache.put(KEY, ROW);
        byte[] bytes = Files.readAllBytes(file(KEY));

        for (int length = 0; length < bytes.length; length++) {
            Files.write(file(KEY), Arrays.copyOf(bytes, length));
            assertDamagedThenHealed(length);
        }
        Files.write(file(KEY), Arrays.copyOf(bytes, bytes.length + 1));
        assertDamagedThenHealed(bytes.length + 1);
    }

    @Test
    @Tag("P5")
    void damageWhileClosedMakesTheRowMissing() throws IOException {
        for (KeyPath key : List.of(KEY, HASHED)) {
            cache.put(key, ROW);
            byte[] bytes = Files.readAllBytes(file(key));
            for (int bit = 3; bit < bytes.length * 8; bit += 61) {
                cache.put(OTHER, ROW);
                cache.close();
                byte[] damaged = bit % 2 == 0 ? bytes.clone() : Arrays.copyOf(bytes, bit / 8);
                if (bit % 2 == 0) {
                    damaged[bit / 8] ^= (byte) (1 << bit % 8);
                }
                Files.write(file(key), damaged);
                open();

                assertThat(cache.get(key)).as("bit %d", bit).isNull();
                assertThat(file(key)).as("bit %d", bit).doesNotExist();
                assertThat(cache.usage().damaged()).as("bit %d", bit).isEqualTo(1);
                Rows.assertSame(cache.get(OTHER), ROW);
            }
        }
    }

    @Test
    @Tag("P5")
    void rowInThePlaceOfAnotherKeyIsMissing() throws IOException {
        cache.put(KEY, ROW);
        cache.put(OTHER, Rows.row("{\"departures\":9}"));

        Files.copy(file(OTHER), file(KEY), StandardCopyOption.REPLACE_EXISTING);

        assertThat(cache.get(KEY)).isNull();
        Rows.assertSame(cache.get(OTHER), Rows.row("{\"departures\":9}"));
    }

    @Test
    @Tag("P4")
    void rowThatVanishedIsMissingAndNoLongerCounted() throws IOException {
        cache.put(KEY, ROW);
        Files.delete(file(KEY));

        assertThat(cache.get(KEY)).isNull();

        assertThat(cache.usage().entries()).isZero();
        assertThat(cache.usage().damaged()).isZero();
    }

    @Test
    @Tag("P4")
    void directoryInThePlaceOfARowFailsUntilItIsGone() throws IOException {
        cache.put(KEY, ROW);
        Files.delete(file(KEY));
        Path inside = Files.writeString(Files.createDirectory(file(KEY)).resolve("inside"), "text");

        assertThatExceptionOfType(CacheFailedException.class).isThrownBy(() -> cache.get(KEY))
            .withCauseInstanceOf(IOException.class)
            .withMessageStartingWith("Projection cache in '%s' could not read a row: ".formatted(this.directory));
        assertThatExceptionOfType(CacheFailedException.class).isThrownBy(() -> cache.put(KEY, ROW));
        assertThat(inside).hasContent("text");
        assertThat(temporaryFiles()).isEmpty();
        cache.deletePrefix(KEY.asPrefix());
        assertThat(cache.get(KEY)).isNull();

        Files.delete(inside);
        Files.delete(file(KEY));
        cache.put(KEY, ROW);
        Rows.assertSame(cache.get(KEY), ROW);
    }

    @Test
    @Tag("P4")
    void fileInThePlaceOfAShardFailsUntilItIsGone() throws IOException {
        cache.put(KEY, ROW);
        cache.put(OTHER, ROW);
        deleteTree(file(KEY).getParent());
        Files.writeString(file(KEY).getParent(), "text");

        assertThatExceptionOfType(CacheFailedException.class).isThrownBy(() -> cache.get(KEY));
        assertThatExceptionOfType(CacheFailedException.class).isThrownBy(() -> cache.put(KEY, ROW));
        assertThatExceptionOfType(CacheFailedException.class)
            .isThrownBy(() -> cache.deletePrefix(KeyPath.root().asPrefix()));
        assertThat(file(KEY).getParent()).hasContent("text");
        assertThat(cache.get(OTHER)).isNull();

        Files.delete(file(KEY).getParent());
        assertThat(cache.get(KEY)).isNull();
        cache.put(KEY, ROW);
        Rows.assertSame(cache.get(KEY), ROW);
    }

    @Test
    @Tag("P4")
    void directoryRemovedUnderneathMeansMissesUntilTheNextStart() throws IOException {
        cache.put(KEY, ROW);
        deleteTree(this.directory);

        assertThat(cache.get(KEY)).isNull();
        assertThatExceptionOfType(CacheFailedException.class).isThrownBy(() -> cache.put(KEY, ROW));
        assertThat(cache.deletePrefix(KeyPath.root().asPrefix())).isZero();

        cache.close();
        open();
        cache.put(KEY, ROW);
        Rows.assertSame(cache.get(KEY), ROW);
    }

    @Test
    void symbolicLinkInThePlaceOfARowIsNotFollowed() throws IOException {
        cache.put(KEY, ROW);
        Path outside = Files.move(file(KEY), this.temporary.resolve("outside.row"));
        byte[] content = Files.readAllBytes(outside);
        Files.createSymbolicLink(file(KEY), outside);

        assertThatExceptionOfType(CacheFailedException.class).isThrownBy(() -> cache.get(KEY));
        cache.put(KEY, Rows.row("new"));

        assertThat(outside).hasBinaryContent(content);
        assertThat(Files.isSymbolicLink(file(KEY))).isFalse();
        Rows.assertSame(cache.get(KEY), Rows.row("new"));
    }

    @Test
    void symbolicLinkInThePlaceOfAShardIsNotFollowed() throws IOException {
        cache.put(KEY, ROW);
        Path shard = file(KEY).getParent();
        Path outside = Files.move(shard, this.temporary.resolve("outside"));
        byte[] content = Files.readAllBytes(outside.resolve(file(KEY).getFileName()));
        Files.createSymbolicLink(shard, outside);

        assertThatExceptionOfType(CacheFailedException.class).isThrownBy(() -> cache.get(KEY));
        assertThatExceptionOfType(CacheFailedException.class).isThrownBy(() -> cache.put(KEY, Rows.row("new")));
        assertThatExceptionOfType(CacheFailedException.class).isThrownBy(() -> cache.deletePrefix(KEY.asPrefix()));
        assertThat(outside.resolve(file(KEY).getFileName())).hasBinaryContent(content);
        cache.close();
        open();

        assertThat(cache.get(KEY)).isNull();
        assertThat(outside.toFile().list()).hasSize(1);
    }

    @Test
    void remainsOfAKilledProcessAreRemovedAndFilesOfOthersAreNot() throws IOException {
        cache.put(KEY, ROW);
        cache.put(HASHED, ROW);
        cache.close();
        Path shard = file(KEY).getParent();
        List<Path> remains = List.of(shard.resolve("17.tmp"), shard.resolve("zz.row"), shard.resolve("02.row"),
                shard.resolve("h-00.row"), shard.resolve(file(OTHER).getFileName()));
        List<Path> foreign = List.of(shard.resolve("notes.txt"), this.directory.resolve("17.tmp"),
                this.directory.resolve("02.row"));
        for (Path file : Stream.concat(remains.stream(), foreign.stream()).toList()) {
            Files.writeString(file, "text");
        }
        open();

        assertThat(remains).noneMatch(Files::exists);
        assertThat(foreign).allMatch(Files::exists);
        assertThat(cache.usage().entries()).isEqualTo(2);
        assertThat(cache.usage().damaged()).isEqualTo(4);
        Rows.assertSame(cache.get(KEY), ROW);
        Rows.assertSame(cache.get(HASHED), ROW);
    }

    private void assertDamagedThenHealed(int position) {
        assertThat(cache.get(KEY)).as("at %d", position).isNull();
        assertThat(file(KEY)).as("at %d", position).doesNotExist();
        cache.put(KEY, ROW);
        Rows.assertSame(cache.get(KEY), ROW);
    }

    private void open() {
        this.cache = FileProjectionCache.open(this.directory, 1 << 20, Compression.NONE, Duration.ZERO);
    }

    private Path file(KeyPath key) {
        return new RowDirectory(this.directory).place(key.toBytes()).file();
    }

    private List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.walk(this.directory)) {
            return files.filter(file -> file.toString().endsWith(".tmp")).toList();
        }
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

}
