package io.tidemark.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;

class StoreDirectoryTests {

    private static final String KIND = "rows-1";

    @TempDir
    Path temporary;

    private Path path;

    @BeforeEach
    void choosePath() throws Exception {
        this.path = this.temporary.toRealPath().resolve("parent").resolve("store");
    }

    @Test
    void createsDirectoriesAndFilesForTheirOwnerOnly() throws Exception {
        assumeThat(this.path.getFileSystem().supportedFileAttributeViews()).contains("posix");

        try (StoreDirectory directory = open()) {
            assertThat(directory.path()).isEqualTo(this.path);
            assertThat(permissions(this.path.getParent())).isEqualTo("rwx------");
            assertThat(permissions(this.path)).isEqualTo("rwx------");
            assertThat(permissions(this.path.resolve("tidemark-rows-1"))).isEqualTo("rw-------");
            assertThat(permissions(this.path.resolve("tidemark.lock"))).isEqualTo("rw-------");
        }
    }

    @Test
    void opensAgainWhatItCreated() throws Exception {
        open().close();
        Files.writeString(this.path.resolve("data"), "data");

        open().close();

        assertThat(this.path.resolve("data")).hasContent("data");
    }

    @Test
    @Tag("P5")
    void contentOfTheMarkerDoesNotMatter() throws Exception {
        open().close();
        Files.write(this.path.resolve("tidemark-rows-1"), new byte[] { 0, -1, 7 });

        open().close();

        assertThat(this.path.resolve("tidemark-rows-1")).hasBinaryContent(new byte[] { 0, -1, 7 });
    }

    @Test
    void adoptsAnEmptyDirectoryAndOneWithNothingButTheLock() throws Exception {
        Files.createDirectories(this.path);
        open().close();
        Files.delete(this.path.resolve("tidemark-rows-1"));

        open().close();

        assertThat(this.path.resolve("tidemark-rows-1")).isNotEmptyFile();
    }

    @Test
    void refusesADirectoryOfSomebodyElse() throws Exception {
        Files.createDirectories(this.path);
        Files.writeString(this.path.resolve("thesis.txt"), "text");

        assertThatExceptionOfType(ForeignDirectoryException.class).isThrownBy(this::open)
            .withMessage("Directory '%s' must be empty or contain the file 'tidemark-rows-1', contained 'thesis.txt': "
                .formatted(this.path) + "use another directory, or empty this one if nobody needs what is in it")
            .satisfies(ex -> assertThat(ex.path()).isEqualTo(this.path))
            .satisfies(ex -> assertThat(ex.marker()).isEqualTo("tidemark-rows-1"))
            .satisfies(ex -> assertThat(ex.found()).isEqualTo("thesis.txt"));
        assertThat(this.path).isDirectoryNotContaining("glob:**tidemark*");
    }

    @Test
    void refusesADirectoryOfAnotherKindOrFormat() {
        open().close();

        assertThatExceptionOfType(ForeignDirectoryException.class)
            .isThrownBy(() -> StoreDirectory.open(this.path, "rows-2", Duration.ZERO));
    }

    @Test
    void refusesASymbolicLink() throws Exception {
        open().close();
        Path link = Files.createSymbolicLink(this.path.resolveSibling("link"), this.path);
        Path dangling = Files.createSymbolicLink(this.path.resolveSibling("dangling"), Path.of("nowhere"));

        assertThatExceptionOfType(UnusableDirectoryException.class)
            .isThrownBy(() -> StoreDirectory.open(link, KIND, Duration.ZERO))
            .withMessage("Directory '%s' must be a directory that this process can write, was a symbolic link: "
                .formatted(link) + "use another directory, or repair this one");
        assertThatExceptionOfType(UnusableDirectoryException.class)
            .isThrownBy(() -> StoreDirectory.open(dangling, KIND, Duration.ZERO));
        assertThat(Path.of("nowhere")).doesNotExist();
    }

    @Test
    void refusesALockThatIsASymbolicLink() throws Exception {
        Files.createDirectories(this.path);
        Path victim = Files.writeString(this.temporary.resolve("victim"), "text");
        Files.createSymbolicLink(this.path.resolve("tidemark.lock"), victim);

        assertThatExceptionOfType(UnusableDirectoryException.class).isThrownBy(this::open);

        assertThat(victim).hasContent("text");
    }

    @Test
    void refusesAFileAndWhatIsBelowOne() throws Exception {
        Path file = Files.writeString(this.temporary.resolve("file"), "text");

        assertThatExceptionOfType(UnusableDirectoryException.class)
            .isThrownBy(() -> StoreDirectory.open(file, KIND, Duration.ZERO));
        assertThatExceptionOfType(UnusableDirectoryException.class)
            .isThrownBy(() -> StoreDirectory.open(file.resolve("below"), KIND, Duration.ZERO))
            .satisfies(ex -> assertThat(ex.path()).isEqualTo(file.toAbsolutePath().resolve("below")))
            .withCauseInstanceOf(IOException.class);
        assertThat(file).hasContent("text");
    }

    @Test
    void refusesASecondHolder() {
        try (StoreDirectory held = open()) {
            assertThat(held.path()).isEqualTo(this.path);
            assertThatExceptionOfType(DirectoryInUseException.class)
                .isThrownBy(() -> StoreDirectory.open(this.path, KIND, Duration.ofMillis(60)))
                .withMessage("Directory '%s' must belong to one process at a time, was still locked by another after "
                    .formatted(this.path) + "PT0.06S: stop the other process, wait longer, or use another directory")
                .satisfies(ex -> assertThat(ex.waited()).isEqualTo(Duration.ofMillis(60)));
        }
    }

    @Test
    @Tag("P6")
    void refusedSecondHolderDoesNotLetAnotherProcessIn() {
        try (StoreDirectory held = open()) {
            assertThat(held.path()).isEqualTo(this.path);
            assertThatExceptionOfType(DirectoryInUseException.class).isThrownBy(this::open);

            assertThatIllegalStateException().isThrownBy(() -> DirectoryHolder.start(this.path, KIND))
                .withMessageStartingWith("Process must hold the directory, ended with");
        }
    }

    @Test
    void closingTwiceDoesNotUnlockTheNextHolder() {
        StoreDirectory first = open();
        first.close();
        try (StoreDirectory next = open()) {
            first.close();

            assertThat(next.path()).isEqualTo(this.path);
            assertThatExceptionOfType(DirectoryInUseException.class).isThrownBy(this::open);
        }
    }

    @Test
    @Tag("P10")
    void waitsUntilTheHolderGoes() throws Exception {
        StoreDirectory held = open();
        Future<StoreDirectory> waiting = CompletableFuture
            .supplyAsync(() -> StoreDirectory.open(this.path, KIND, Duration.ofSeconds(Long.MAX_VALUE)));

        held.close();

        waiting.get(20, TimeUnit.SECONDS).close();
    }

    @Test
    void interruptEndsTheWaitAndStaysSet() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (StoreDirectory held = open()) {
            assertThat(held.path()).isEqualTo(this.path);
            Future<Boolean> flag = executor.submit(() -> {
                Thread.currentThread().interrupt();
                assertThatExceptionOfType(UnusableDirectoryException.class)
                    .isThrownBy(() -> StoreDirectory.open(this.path, KIND, Duration.ofHours(1)));
                return Thread.interrupted();
            });

            assertThat(flag.get(20, TimeUnit.SECONDS)).isTrue();
        }
        finally {
            executor.shutdownNow();
        }
    }

    @Test
    @Tag("P6")
    void lockOfAKilledProcessIsFree() throws Exception {
        try (DirectoryHolder holder = DirectoryHolder.start(this.path, KIND)) {
            assertThat(holder).isNotNull();
            assertThatExceptionOfType(DirectoryInUseException.class)
                .isThrownBy(() -> StoreDirectory.open(this.path, KIND, Duration.ofMillis(10)));
        }

        open().close();
    }

    @Test
    void checksItsArguments() {
        assertThatIllegalArgumentException().isThrownBy(() -> StoreDirectory.open(this.path, "../x", Duration.ZERO))
            .withMessage("kind must be lower-case words and a number joined by dashes, was '../x'");
        assertThatIllegalArgumentException()
            .isThrownBy(() -> StoreDirectory.open(this.path, KIND, Duration.ofNanos(-1)))
            .withMessage("lockTimeout must not be negative, was PT-0.000000001S");
    }

    private StoreDirectory open() {
        return StoreDirectory.open(this.path, KIND, Duration.ZERO);
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

}
