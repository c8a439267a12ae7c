package io.tidemark.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

@EnabledOnOs(value = OS.LINUX, disabledReason = "Nothing is mapped elsewhere")
class MappedFileTests {

    private static final String NAME = "mapped";

    @TempDir
    Path directory;

    private Path path;

    private DiskFiles files;

    @BeforeEach
    void open() throws IOException {
        path = directory.resolve(NAME);
        files = new DiskFiles(directory);
    }

    @Test
    void onlyFileSystemsThatNeedNoNewBlocksAreMapped() {
        assertThat(List.of("ext4", "xfs", "tmpfs")).allMatch(MappedFile::isPossibleOn);
        assertThat(List.of("btrfs", "zfs", "nfs4", "overlay", "apfs", "NTFS")).noneMatch(MappedFile::isPossibleOn);
    }

    @Test
    void zerosFollowWhatWasWrittenUntilItIsClosed() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] expected = new byte[3_000_000];
        random.nextBytes(expected);
        FileLayer.Appendable file = new MappedFile(path, 1 << 20);

        for (int offset = 0; offset < expected.length;) {
            int length = Math.min(expected.length - offset, random.nextInt(random.nextInt(10) == 0 ? 500_000 : 1000));
            file.write(bytes(expected, offset, length));
            offset += length;
            if (random.nextInt(100) == 0) {
                file.makeRoom();
                file.force();
            }
        }

        byte[] open = Files.readAllBytes(path);
        assertThat(open.length).as("seed %d", seed).isEqualTo((int) file.bytes()).isGreaterThan(expected.length);
        assertThat(Arrays.copyOf(open, expected.length)).as("seed %d", seed).isEqualTo(expected);
        assertThat(Arrays.copyOfRange(open, expected.length, open.length)).containsOnly(0);
        file.close();
        assertThat(Files.readAllBytes(path)).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void roomIsMadeAheadUpToWhatIsExpected() throws IOException {
        FileLayer.Appendable file = new MappedFile(path, 1 << 20);
        assertThat(file.wantsRoom()).isTrue();

        file.makeRoom();
        assertThat(file.wantsRoom()).isFalse();
        assertThat(file.bytes()).isLessThan(1 << 20);
        file.write(ByteBuffer.allocateDirect(1 << 20));

        assertThat(file.bytes()).isEqualTo(1 << 20);
        assertThat(file.wantsRoom()).isFalse();
        file.close();
        file.makeRoom();
        assertThat(Files.size(path)).isEqualTo(1 << 20);
    }

    @Test
    void interruptNeitherClosesItNorIsLost() throws IOException {
        FileLayer.Appendable file = new MappedFile(path, 1 << 20);

        Thread.currentThread().interrupt();
        file.write(bytes(new byte[] { 1, 2, 3 }, 0, 3));
        file.force();

        assertThat(Thread.interrupted()).isTrue();
        file.write(bytes(new byte[] { 4 }, 0, 1));
        file.close();
        assertThat(Files.readAllBytes(path)).containsExactly(1, 2, 3, 4);
    }

    @Test
    @Tag("P4")
    void fileCutByOthersFailsTheWriteAndNothingElse() throws IOException {
        for (int round = 0; round < 300; round++) {
            FileLayer.Appendable file = new MappedFile(path, 1 << 17);
            for (int write = 0; write < 100; write++) {
                file.write(bytes(new byte[300], 0, 300));
            }
            cut(path);

            assertThatIOException().isThrownBy(() -> file.write(bytes(new byte[300], 0, 300)))
                .withMessage("'mapped' can't be written, somebody else has cut it");
            assertThatIOException().isThrownBy(() -> file.truncate(30_000));
            assertThatIOException().isThrownBy(() -> file.write(bytes(new byte[300], 0, 300)))
                .withMessage("'mapped' can't be written, it is closed or unknown what it holds");
            file.close();
            assertThat(Files.size(path)).isZero();
        }
    }

    @Test
    @Tag("P4")
    void journalBeginsAnewWhenItsLogIsCutByOthers() throws IOException {
        assumeThat(files.createAhead(NAME, 1)).isInstanceOf(MappedFile.class);
        Path own = directory.resolve("journal");
        // So small that nobody makes more room, which would be behind what is cut.
        JournalSettings settings = JournalSettings.in(own).withSizes(1 << 16, 1 << 20, 1 << 16);
        StringMap map = new StringMap();
        try (Journal journal = Journal.open(settings, map, RecoveryListener.NONE)) {
            map.put(journal, "k", "v");
            cut(own.resolve(FileHeader.Kind.SEGMENT.fileName(0)));

            assertThatExceptionOfType(JournalException.class).isThrownBy(() -> map.put(journal, "k2", "v"));
            long start = System.nanoTime();
            while (journal.statistics().refusing()) {
                assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20));
                Thread.onSpinWait();
            }
            map.put(journal, "k3", "v");
        }

        StringMap recovered = new StringMap();
        try (Journal journal = Journal.open(settings, recovered, RecoveryListener.NONE)) {
            assertThat(journal.recovery().isDamaged()).isFalse();
        }
        assertThat(recovered.values()).isEqualTo(map.values()).containsOnlyKeys("k", "k2", "k3");
    }

    @Test
    @Tag("P9")
    void deletedFileGivesItsRoomBackAlthoughItIsMapped() throws IOException {
        assumeThat(files.createAhead(NAME, 1)).isInstanceOf(MappedFile.class);
        FileLayer.Appendable file = new MappedFile(path, 1 << 20);
        file.write(bytes(new byte[1000], 0, 1000));
        try (RandomAccessFile deleted = new RandomAccessFile(path.toFile(), "r")) {
            file.close();
            assertThat(deleted.length()).isEqualTo(1000);

            files.delete(NAME);

            assertThat(deleted.length()).isZero();
            assertThat(Files.exists(path)).isFalse();
        }
    }

    private static ByteBuffer bytes(byte[] source, int offset, int length) {
        return ByteBuffer.allocateDirect(length).put(source, offset, length).flip();
    }

    private static void cut(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(0);
        }
    }

}
