package io.tidemark.projection.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.tidemark.directory.DirectoryHolder;
import io.tidemark.directory.DirectoryInUseException;
import io.tidemark.directory.ForeignDirectoryException;
import io.tidemark.directory.UnusableDirectoryException;
import io.tidemark.key.KeyPath;
import io.tidemark.projection.CacheCapabilities;
import io.tidemark.projection.CacheFailedException;
import io.tidemark.projection.CachedRow;
import io.tidemark.projection.ProjectionCache;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

class FileProjectionCacheTests extends ProjectionCacheContract {

    private static final KeyPath BASE = KeyPath.of("airport-traffic").child(1);

    private static final int BLOCK = 4096;

    @TempDir
    Path temporary;

    @Override
    ProjectionCache open(Path directory) {
        return open(directory, 64 << 20);
    }

    @Test
    void rowsSurviveARestart() {
        try (FileProjectionCache cache = open(this.temporary.resolve("rows"), 1 << 20)) {
            assertThat(cache.capabilities()).isEqualTo(new CacheCapabilities(true, false, true));
        }
    }

    @Test
    void everythingIsForTheOwnerOnly() throws IOException {
        assumeThat(this.temporary.getFileSystem().supportedFileAttributeViews()).contains("posix");
        Path directory = this.temporary.resolve("parent").resolve("rows");

        try (FileProjectionCache cache = open(directory, 1 << 20)) {
            cache.put(BASE, Rows.row("state"));
            cache.put(BASE, Rows.row("later"));
        }

        try (Stream<Path> files = Files.walk(directory.getParent())) {
            assertThat(files).hasSizeGreaterThan(5).allSatisfy(file -> assertThat(permissions(file))
                .as("%s", file)
                .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------"));
        }
    }

    @Test
    void rowsWithACommonPrefixSpreadEvenly() throws IOException {
        Path directory = this.temporary.resolve("rows");
        try (FileProjectionCache cache = open(directory, 64 << 20)) {
            for (int id = 0; id < 5_000; id++) {
                cache.put(BASE.child("customer-0000" + id), Rows.row("state"));
            }
        }

        List<Path> shards = list(directory).stream().filter(Files::isDirectory).toList();

        assertThat(shards).hasSize(256).allSatisfy(shard -> assertThat(list(shard)).hasSizeBetween(1, 60));
    }

    @Test
    @Tag("soak")
    void hundredThousandRowsWithACommonPrefixSpreadEvenly() throws IOException {
        Path directory = this.temporary.resolve("rows");
        try (FileProjectionCache cache = open(directory, 1L << 30)) {
            for (int id = 0; id < 100_000; id++) {
                cache.put(BASE.child("customer-0000" + id), Rows.row("state"));
            }
            assertThat(cache.usage().entries()).isEqualTo(100_000);

            List<Path> shards = list(directory).stream().filter(Files::isDirectory).toList();
            assertThat(shards).hasSize(256).allSatisfy(shard -> assertThat(list(shard)).hasSizeBetween(250, 550));
            assertThat(cache.deletePrefix(BASE.childrenStartingWith("customer-00009"))).isEqualTo(11_111);
        }
    }

    @Test
    @Tag("P9")
    void rowsWrittenLongestAgoMakeRoom() {
        try (FileProjectionCache cache = open(this.temporary.resolve("rows"), 10 * BLOCK)) {
            for (int id = 0; id < 10; id++) {
                cache.put(BASE.child(id), Rows.row("state"));
            }
            cache.put(BASE.child(0), Rows.row("newer state"));
            for (int id = 10; id < 15; id++) {
                cache.put(BASE.child(id), Rows.row("state"));
                assertThat(cache.usage().diskBytes()).isLessThanOrEqualTo(10 * BLOCK);
            }

            assertThat(cache.usage().evictions()).isEqualTo(5);
            for (int id = 0; id < 15; id++) {
                assertThat(cache.get(BASE.child(id)) != null).as("%d", id).isEqualTo(id == 0 || id > 5);
            }
        }
    }

    @Test
    @Tag("P9")
    void smallerMaximumHoldsFromTheNextStart() throws IOException {
        Path directory = this.temporary.toRealPath().resolve("rows");
        try (FileProjectionCache cache = open(directory, 10 * BLOCK)) {
            for (int id = 0; id < 10; id++) {
                cache.put(BASE.child(id), Rows.row("state"));
                Path file = new RowDirectory(directory).place(BASE.child(id).toBytes()).file();
                Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000 - id));
            }
        }

        try (FileProjectionCache cache = open(directory, 3 * BLOCK)) {
            assertThat(cache.usage().entries()).isEqualTo(3);
            assertThat(cache.usage().evictions()).isEqualTo(7);
            assertThat(Stream.of(0, 1, 2).map(id -> cache.get(BASE.child(id)))).doesNotContainNull();
        }
    }

    @Test
    @Tag("P9")
    void rowLargerThanTheMaximumIsNotKeptAndTakesNoRoomFromOthers() {
        try (FileProjectionCache cache = open(this.temporary.resolve("rows"), 4 * BLOCK)) {
            cache.put(BASE.child(1), Rows.row("state"));
            cache.put(BASE.child(2), Rows.row("state"));

            cache.put(BASE.child(2), Rows.row(new byte[4 * BLOCK], 2));

            assertThat(cache.get(BASE.child(1))).isNotNull();
            assertThat(cache.get(BASE.child(2))).isNull();
            assertThat(cache.usage().evictions()).isEqualTo(1);
        }
    }

    @Test
    @Tag("P10")
    void twoContextsOfAProcessShareTheRows() {
        Path directory = this.temporary.resolve("rows");
        FileProjectionCache first = open(directory, 1 << 20);
        FileProjectionCache second = open(directory, 1 << 20);
        first.put(BASE, Rows.row("state"));

        first.close();
        first.close();

        assertThatExceptionOfType(CacheFailedException.class).isThrownBy(() -> first.get(BASE))
            .withMessage("Projection cache on disk must be open, was closed: open it again");
        Rows.assertSame(second.get(BASE), Rows.row("state"));
        second.close();
        try (FileProjectionCache third = open(directory, 1 << 20)) {
            Rows.assertSame(third.get(BASE), Rows.row("state"));
        }
    }

    @Test
    @Tag("P10")
    void directoryOfAnotherProcessIsWaitedForAndThenRefused() throws IOException {
        Path directory = this.temporary.resolve("rows");
        try (DirectoryHolder holder = DirectoryHolder.start(directory, "projection-rows-1")) {
            assertThat(holder).isNotNull();
            assertThatExceptionOfType(DirectoryInUseException.class).isThrownBy(
                    () -> FileProjectionCache.open(directory, 1 << 20, Compression.NONE, Duration.ofMillis(20)));
        }

        open(directory, 1 << 20).close();
    }

    @Test
    void directoryThatIsALinkOrNotOursIsRefused() throws IOException {
        Path foreign = Files.createDirectory(this.temporary.resolve("foreign"));
        Files.writeString(foreign.resolve("thesis.txt"), "text");
        Path link = Files.createSymbolicLink(this.temporary.resolve("link"),
                Files.createDirectory(this.temporary.resolve("target")));

        assertThatExceptionOfType(ForeignDirectoryException.class).isThrownBy(() -> open(foreign, 1 << 20));
        assertThatExceptionOfType(UnusableDirectoryException.class).isThrownBy(() -> open(link, 1 << 20));
        assertThat(list(this.temporary.resolve("target"))).isEmpty();
    }

    @Test
    @Tag("P4")
    void interruptedThreadReadsAndHarmsNobodyElse() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        Path directory = this.temporary.resolve("rows");
        try (FileProjectionCache cache = open(directory, 1 << 20)) {
            cache.put(BASE, Rows.row("state"));
            CachedRow row = executor.submit(() -> {
                Thread.currentThread().interrupt();
                CachedRow read = cache.get(BASE);
                assertThatExceptionOfType(CacheFailedException.class)
                    .isThrownBy(() -> cache.put(BASE, Rows.row("never written")));
                assertThat(cache.deletePrefix(BASE.child(1).asPrefix())).isZero();
                assertThat(Thread.interrupted()).isTrue();
                return read;
            }).get(20, TimeUnit.SECONDS);

            Rows.assertSame(row, Rows.row("state"));
            Rows.assertSame(cache.get(BASE), Rows.row("state"));
            cache.put(BASE, Rows.row("later"));
            Rows.assertSame(cache.get(BASE), Rows.row("later"));
            assertThat(list(new RowDirectory(directory).place(BASE.toBytes()).file().getParent())).hasSize(1);
        }
        finally {
            executor.shutdownNow();
        }
    }

    @Test
    void syncForcesAlsoWhatWasReplacedAndDeleted() {
        try (FileProjectionCache cache = open(this.temporary.resolve("rows"), 1 << 20)) {
            cache.sync();
            cache.put(BASE.child(1), Rows.row("state"));
            cache.put(BASE.child(2), Rows.row("state"));
            cache.put(BASE.child(1), Rows.row("later"));
            cache.deletePrefix(BASE.child(2).asPrefix());

            cache.sync();
            cache.sync();

            Rows.assertSame(cache.get(BASE.child(1)), Rows.row("later"));
        }
    }

    @Test
    void maximumMustBePositive() {
        assertThatIllegalArgumentException().isThrownBy(() -> open(this.temporary.resolve("rows"), 0))
            .withMessage("maximumBytes must be positive, was 0");
        assertThat(this.temporary.resolve("rows")).doesNotExist();
    }

    private static FileProjectionCache open(Path directory, long maximumBytes) {
        return FileProjectionCache.open(directory, maximumBytes, Compression.NONE, Duration.ZERO);
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    }

}
