package io.tidemark.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

@EnabledOnOs(value = OS.LINUX, disabledReason = "Nothing is mapped elsewhere")
class MappedFileTests {

    @TempDir
    Path directory;

    @Test
    void onlyFileSystemsThatNeedNoNewBlocksAreMapped() {
        assertThat(List.of("ext4", "xfs", "tmpfs")).allMatch(MappedFile::isPossibleOn);
        assertThat(List.of("btrfs", "zfs", "nfs4", "overlay", "apfs", "NTFS")).noneMatch(MappedFile::isPossibleOn);
    }

    @Test
    void whatIsCopiedIsInTheFile() throws IOException {
        Path path = directory.resolve("mapped");
        Files.write(path, new byte[] { 9, 9, 9 });
        try (MappedFile file = new MappedFile(path, 10_000)) {
            assertThat(Files.readAllBytes(path)).hasSize(10_000).containsOnly(0);

            file.memory().put(5000, (byte) 1);

            assertThat(Files.readAllBytes(path)[5000]).isEqualTo((byte) 1);
            file.requireWhole();
        }
    }

    @Test
    void interruptIsNotLost() throws IOException {
        Thread.currentThread().interrupt();
        try (MappedFile file = new MappedFile(directory.resolve("mapped"), 10_000)) {
            assertThat(Thread.interrupted()).isTrue();
            assertThat(file.memory().capacity()).isEqualTo(10_000);
        }
    }

    @Test
    @Tag("P4")
    void fileCutByOthersIsNoticed() throws IOException {
        Path path = directory.resolve("mapped");
        try (MappedFile file = new MappedFile(path, 10_000)) {
            cut(path);

            assertThatIOException().isThrownBy(file::requireWhole).withMessage("'mapped' was cut by somebody else");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "segment-0000000000000000000.log", "tail-0000000000000000000.log" })
    @Tag("P4")
    void journalBeginsAnewWhenItsLogIsCutByOthers(String name) throws IOException {
        Path own = directory.resolve("journal");
        assumeThat(MappedFile.isPossibleIn(directory)).isTrue();
        JournalSettings settings = JournalSettings.in(own);
        StringMap map = new StringMap();
        try (Journal journal = Journal.open(settings, map, RecoveryListener.NONE)) {
            map.put(journal, "k", "v");
            journal.sync();
            cut(own.resolve(name));

            long start = System.nanoTime();
            while (journal.statistics().faults() == 0 || journal.statistics().refusing()) {
                assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20));
                Thread.onSpinWait();
            }
            map.put(journal, "k2", "v");
        }

        StringMap recovered = new StringMap();
        try (Journal journal = Journal.open(settings, recovered, RecoveryListener.NONE)) {
            assertThat(journal.recovery().isDamaged()).isFalse();
        }
        assertThat(recovered.values()).isEqualTo(map.values()).containsOnlyKeys("k", "k2");
    }

    private static void cut(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(0);
        }
    }

}
