package io.tidemark.mvstore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;

import io.tidemark.mvstore.FileHeader.State;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CheckedFileTests {

    private static final FileHeader HEADER = new FileHeader(State.CLOSED, 7, 1_000);

    private static final int BLOCKS = 3;

    @TempDir
    Path directory;

    private final byte[] content = new byte[BLOCKS * CheckedFile.BLOCK_BYTES];

    private Path path;

    @BeforeEach
    void writeFile() throws IOException {
        path = directory.resolve("file");
        new Random(1).nextBytes(content);
        try (CheckedFile file = CheckedFile.create(path)) {
            file.writeHeader(HEADER);
            file.write(0, ByteBuffer.wrap(content));
        }
    }

    @Test
    void anyRangeIsReadAsItWasWritten() throws IOException {
        try (CheckedFile file = CheckedFile.open(path)) {
            for (int position = 0; position < content.length; position += 401) {
                for (int length = 1; position + length <= content.length; length += 997) {
                    ByteBuffer bytes = file.read(position, length);
                    assertThat(bytes).isEqualTo(ByteBuffer.wrap(content, position, length));
                }
            }
            assertThat(file.readHeader()).isEqualTo(HEADER);
            assertThat(file.size()).isEqualTo(content.length);
            assertThat(CheckedFile.diskBytes(file.size())).isEqualTo(Files.size(path));
        }
    }

    @Test
    @Tag("P5")
    void flippedBitInAnyByteIsNoticed() throws IOException {
        byte[] intact = Files.readAllBytes(path);

        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
                CheckedFile file = CheckedFile.open(path)) {
            for (int position = 0; position < intact.length; position++) {
                byte flipped = (byte) (intact[position] ^ 1 << position % 8);
                channel.write(ByteBuffer.wrap(new byte[] { flipped }), position);
                boolean unused = position >= 32 && position < FileHeader.BYTES;
                assertThat(isIntact(file)).as("byte %d", position).isEqualTo(unused);
                channel.write(ByteBuffer.wrap(intact, position, 1), position);
            }
        }
    }

    @Test
    @Tag("P5")
    void truncationIsNoticed() throws IOException {
        byte[] intact = Files.readAllBytes(path);

        for (int length = 0; length < intact.length; length += length < FileHeader.BYTES ? 1 : 13) {
            Files.write(path, Arrays.copyOf(intact, length));
            try (CheckedFile file = CheckedFile.open(path)) {
                assertThat(isIntact(file)).as("length %d", length).isFalse();
            }
        }
    }

    @Test
    @Tag("P5")
    void blockInThePlaceOfAnotherIsNoticed() throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        int stored = CheckedFile.BLOCK_BYTES + Integer.BYTES;
        System.arraycopy(bytes, FileHeader.BYTES, bytes, FileHeader.BYTES + stored, stored);
        Files.write(path, bytes);

        try (CheckedFile file = CheckedFile.open(path)) {
            assertThatExceptionOfType(DamagedFileException.class)
                .isThrownBy(() -> file.read(CheckedFile.BLOCK_BYTES, 1))
                .withMessage("File '%s' must be as it was written, was damaged in block 1", path);
        }
    }

    @Test
    @Tag("P4")
    void interruptedThreadReadsWritesAndStaysInterrupted() throws IOException {
        boolean interrupted;
        try (CheckedFile file = CheckedFile.open(path)) {
            Thread.currentThread().interrupt();
            file.write(CheckedFile.BLOCK_BYTES, ByteBuffer.wrap(content, 0, CheckedFile.BLOCK_BYTES));
            file.force();
            ByteBuffer bytes = file.read(CheckedFile.BLOCK_BYTES, 10);
            interrupted = Thread.interrupted();

            assertThat(bytes).isEqualTo(ByteBuffer.wrap(content, 0, 10));
        }
        finally {
            Thread.interrupted();
        }
        assertThat(interrupted).isTrue();
    }

    @Test
    void closedFileStaysClosed() throws IOException {
        CheckedFile file = CheckedFile.open(path);

        file.close();

        assertThatExceptionOfType(ClosedChannelException.class).isThrownBy(() -> file.read(0, 1));
    }

    private boolean isIntact(CheckedFile file) throws IOException {
        try {
            FileHeader header = file.readHeader();
            return HEADER.equals(header) && file.read(0, content.length).equals(ByteBuffer.wrap(content));
        }
        catch (DamagedFileException ex) {
            return false;
        }
    }

}
