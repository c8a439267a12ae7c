package io.tidemark.mvstore;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

import io.tidemark.directory.OwnerOnly;

import org.jspecify.annotations.Nullable;

/**
 * A file of blocks, each with its checksum, that threads may be interrupted over.
 * <p>
 * On disk: a {@link FileHeader}, then for each block of 4,096 bytes these bytes and a CRC-32C of them, which is
 * combined with the number of the block. Positions and sizes are those of the blocks without checksums.
 * <p>
 * The JDK closes a channel, for everybody, when a thread is interrupted that uses it. Here the channel is opened again
 * and the operation repeated; the interrupt flag is set when it returns. Thread-safe.
 */
final class CheckedFile implements Closeable {

    static final int BLOCK_BYTES = 4096;

    private static final int STORED_BLOCK_BYTES = BLOCK_BYTES + Integer.BYTES;

    private static final int BLOCKS_A_WRITE = 256;

    private static final Set<OpenOption> OPEN = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);

    private static final Set<OpenOption> CREATE = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE,
            StandardOpenOption.CREATE_NEW);

    private final Path path;

    private final AtomicLong writtenBytes = new AtomicLong();

    private volatile FileChannel channel;

    private volatile boolean closed;

    private CheckedFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static CheckedFile create(Path path) throws IOException {
        return new CheckedFile(path, FileChannel.open(path, CREATE, OwnerOnly.file(path)));
    }

    static CheckedFile open(Path path) throws IOException {
        return new CheckedFile(path, FileChannel.open(path, OPEN));
    }

    static long diskBytes(long size) {
        return FileHeader.BYTES + size / BLOCK_BYTES * STORED_BLOCK_BYTES;
    }

    /** Returns the number of bytes in whole blocks. */
    long size() throws IOException {
        long bytes = uninterrupted(FileChannel::size);
        return Math.max(0, (bytes - FileHeader.BYTES) / STORED_BLOCK_BYTES * BLOCK_BYTES);
    }

    /** Returns how many bytes of blocks were written since the file was opened. */
    long writtenBytes() {
        return this.writtenBytes.get();
    }

    /** Returns the header, or null if it is damaged. */
    @Nullable FileHeader readHeader() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(FileHeader.BYTES);
        readFully(bytes, 0);
        return FileHeader.decode(bytes.flip());
    }

    void writeHeader(FileHeader header) throws IOException {
        writeFully(header.encode(), 0);
    }

    /**
     * Returns {@code length} bytes from {@code position} on.
     * @throws DamagedFileException if a block that they are in is damaged or missing
     */
    ByteBuffer read(long position, int length) throws IOException {
        long firstBlock = position / BLOCK_BYTES;
        int blocks = Math.toIntExact((position + length - 1) / BLOCK_BYTES - firstBlock + 1);
        ByteBuffer stored = ByteBuffer.allocate(Math.multiplyExact(blocks, STORED_BLOCK_BYTES));
        if (!readFully(stored, storedPosition(firstBlock))) {
            throw new DamagedFileException("File '%s' must have block %d, was too short"
                .formatted(this.path, firstBlock + blocks - 1));
        }
        byte[] bytes = stored.array();
        for (int index = 0; index < blocks; index++) {
            int offset = index * STORED_BLOCK_BYTES;
            if (stored.getInt(offset + BLOCK_BYTES) != checksum(bytes, offset, firstBlock + index)) {
                throw new DamagedFileException("File '%s' must be as it was written, was damaged in block %d"
                    .formatted(this.path, firstBlock + index));
            }
            if (index > 0) {
                System.arraycopy(bytes, offset, bytes, index * BLOCK_BYTES, BLOCK_BYTES);
            }
        }
        return ByteBuffer.wrap(bytes, (int) (position % BLOCK_BYTES), length).slice();
    }

    /** Writes whole blocks. */
    void write(long position, ByteBuffer source) throws IOException {
        if (position % BLOCK_BYTES != 0 || source.remaining() % BLOCK_BYTES != 0) {
            throw new IllegalArgumentException("source must be whole blocks, was %d bytes at %d"
                .formatted(source.remaining(), position));
        }
        long block = position / BLOCK_BYTES;
        while (source.hasRemaining()) {
            int blocks = Math.min(BLOCKS_A_WRITE, source.remaining() / BLOCK_BYTES);
            ByteBuffer stored = ByteBuffer.allocate(blocks * STORED_BLOCK_BYTES);
            for (int index = 0; index < blocks; index++) {
                int offset = index * STORED_BLOCK_BYTES;
                source.get(stored.array(), offset, BLOCK_BYTES);
                stored.putInt(offset + BLOCK_BYTES, checksum(stored.array(), offset, block + index));
            }
            writeFully(stored, storedPosition(block));
            this.writtenBytes.addAndGet(stored.capacity());
            block += blocks;
        }
    }

    void truncate(long size) throws IOException {
        uninterrupted((open) -> open.truncate(diskBytes(size)));
    }

    void force() throws IOException {
        uninterrupted((open) -> {
            open.force(true);
            return open;
        });
    }

    @Override
    public synchronized void close() throws IOException {
        this.closed = true;
        this.channel.close();
    }

    private boolean readFully(ByteBuffer target, long position) throws IOException {
        return uninterrupted((open) -> {
            target.clear();
            while (target.hasRemaining()) {
                if (open.read(target, position + target.position()) < 0) {
                    return false;
                }
            }
            return true;
        });
    }

    private void writeFully(ByteBuffer source, long position) throws IOException {
        uninterrupted((open) -> {
            source.clear();
            while (source.hasRemaining()) {
                open.write(source, position + source.position());
            }
            return open;
        });
    }

    private <T> T uninterrupted(Operation<T> operation) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                FileChannel used = this.channel;
                try {
                    return operation.apply(used);
                }
                catch (ClosedChannelException ex) {
                    interrupted |= Thread.interrupted();
                    reopen(used, ex);
                }
            }
        }
        finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void reopen(FileChannel broken, ClosedChannelException cause) throws IOException {
        if (this.closed) {
            throw cause;
        }
        if (this.channel == broken) {
            this.channel = FileChannel.open(this.path, OPEN);
        }
    }

    private static long storedPosition(long block) {
        return FileHeader.BYTES + block * STORED_BLOCK_BYTES;
    }

    private static int checksum(byte[] bytes, int offset, long block) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, offset, BLOCK_BYTES);
        return (int) checksum.getValue() ^ Long.hashCode(block * 0x9E3779B97F4A7C15L);
    }

    @FunctionalInterface
    private interface Operation<T> {

        T apply(FileChannel channel) throws IOException;

    }

}
