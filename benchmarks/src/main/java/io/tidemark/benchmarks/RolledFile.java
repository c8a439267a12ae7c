package io.tidemark.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What a log does without being one: bytes at the end of a file, and now and then a new file. For one thread. */
final class RolledFile implements AutoCloseable {

    /** How large a file gets, as large as a segment of a journal is by default. */
    static final long FILE_BYTES = 64L << 20;

    // About as many as a journal keeps between its snapshots.
    private static final int FILES = 8;

    private final Path directory;

    private FileChannel channel;

    private long number;

    private long fileBytes;

    RolledFile(Path directory) throws IOException {
        this.directory = directory;
        this.channel = open();
    }

    /** Writes from the position to the limit. */
    void write(ByteBuffer bytes) throws IOException {
        if (this.fileBytes + bytes.remaining() > FILE_BYTES) {
            roll();
        }
        while (bytes.hasRemaining()) {
            this.fileBytes += this.channel.write(bytes);
        }
    }

    void force() throws IOException {
        this.channel.force(true);
    }

    @Override
    public void close() throws IOException {
        this.channel.close();
    }

    private void roll() throws IOException {
        this.channel.close();
        Files.deleteIfExists(path(this.number - FILES));
        this.number++;
        this.fileBytes = 0;
        this.channel = open();
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(path(this.number), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private Path path(long number) {
        return this.directory.resolve("file-" + number);
    }

}
