package io.tidemark.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A file that grows at its end by copies into memory that is mapped to it. The operating system has what was copied, as
 * after a write: the end of the process takes nothing of it.
 * <p>
 * What is mapped is room that was written before, as zeros, so that a full disk is met there and never in a copy. Room is
 * made ahead by another thread, and by the writer where there is none. What was not used of it is cut off at the end.
 */
final class MappedFile implements FileLayer.Appendable {

    private static final int SMALLEST_CHUNK = 1 << 16;

    private static final int LARGEST_CHUNK = 4 << 20;

    private static final int PAGE_BYTES = 1 << 12;

    private static final byte[] ZEROS = new byte[1 << 18];

    private static final boolean FORCES_WHAT_IS_MAPPED = "Linux".equals(System.getProperty("os.name"));

    private final Path path;

    private final RandomAccessFile file;

    private final long expectedBytes;

    // Those that nothing was copied to yet. Guarded by this, as is all that the making of room changes.
    private final Deque<MappedByteBuffer> chunks = new ArrayDeque<>();

    // Those that something was copied to since the last force.
    private final Deque<MappedByteBuffer> unforced = new ArrayDeque<>();

    private @Nullable MappedByteBuffer chunk;

    private volatile long size;

    private volatile long room;

    private volatile boolean closed;

    private volatile boolean faulted;

    /** Empties the file at {@code path}, which is to grow to about so many bytes. */
    MappedFile(Path path, long expectedBytes) throws IOException {
        this.path = path;
        this.expectedBytes = expectedBytes;
        this.file = new RandomAccessFile(path.toFile(), "rw");
        boolean opened = false;
        try {
            this.file.setLength(0);
            opened = true;
        }
        finally {
            if (!opened) {
                this.file.close();
            }
        }
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        requireWhole();
        while (room - size < bytes.remaining()) {
            makeRoom(size + bytes.remaining());
        }
        boolean whole = false;
        InternalError fault = null;
        try {
            while (bytes.hasRemaining()) {
                copySome(bytes);
            }
            // What is copied beyond the end of the file is lost, which the virtual machine says later, to somebody else.
            whole = file.length() >= size;
            if (!whole) {
                awaitFault();
            }
        }
        catch (InternalError ex) {
            fault = ex;
        }
        if (!whole) {
            throw cut(fault);
        }
    }

    @Override
    public boolean wantsRoom() {
        return room - size < nextChunkBytes() && room < expectedBytes && !closed;
    }

    @Override
    public void makeRoom() throws IOException {
        while (wantsRoom()) {
            makeRoom(room + 1);
        }
    }

    @Override
    public long bytes() {
        return room;
    }

    /** Takes nothing back, because a write that fails has copied nothing, unless it is unknown what the file holds. */
    @Override
    public void truncate(long size) throws IOException {
        requireWhole();
    }

    @Override
    public void force() throws IOException {
        if (!FORCES_WHAT_IS_MAPPED) {
            forceChunks();
        }
        file.getFD().sync();
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        chunk = null;
        chunks.clear();
        unforced.clear();
        try (file) {
            if (!faulted && file.length() > size) {
                file.setLength(size);
            }
        }
    }

    private void copySome(ByteBuffer bytes) {
        MappedByteBuffer target = chunk;
        if (target == null || !target.hasRemaining()) {
            target = nextChunk();
        }
        int length = Math.min(target.remaining(), bytes.remaining());
        target.put(target.position(), bytes, bytes.position(), length);
        target.position(target.position() + length);
        bytes.position(bytes.position() + length);
        size = size + length;
    }

    private IOException cut(@Nullable InternalError fault) {
        faulted = true;
        return new IOException("'%s' can't be written, somebody else has cut it".formatted(path.getFileName()), fault);
    }

    // It is thrown when the virtual machine returns from what takes it long, as an allocation of that size does.
    private static void awaitFault() {
        Objects.requireNonNull(new byte[LARGEST_CHUNK]);
    }

    private synchronized MappedByteBuffer nextChunk() {
        MappedByteBuffer next = Objects.requireNonNull(chunks.poll(), "chunk");
        if (!FORCES_WHAT_IS_MAPPED) {
            unforced.add(next);
        }
        chunk = next;
        return next;
    }

    private void forceChunks() throws IOException {
        MappedByteBuffer[] forced;
        synchronized (this) {
            forced = unforced.toArray(MappedByteBuffer[]::new);
            unforced.clear();
            if (chunk != null) {
                unforced.add(chunk);
            }
        }
        try {
            for (MappedByteBuffer each : forced) {
                each.force();
            }
        }
        catch (UncheckedIOException ex) {
            throw ex.getCause();
        }
    }

    private synchronized void makeRoom(long needed) throws IOException {
        if (!closed && room < needed) {
            // What somebody else has cut must not be whole again by what is written behind it.
            if (file.length() < room) {
                throw cut(null);
            }
            int length = nextChunkBytes();
            try {
                file.seek(room);
                for (int written = 0; written < length; written += ZEROS.length) {
                    file.write(ZEROS, 0, Math.min(ZEROS.length, length - written));
                }
                chunks.add(map(room, length));
            }
            catch (IOException ex) {
                giveBack(ex);
                throw ex;
            }
            room += length;
        }
    }

    private void giveBack(IOException failure) {
        try {
            file.setLength(room);
        }
        catch (IOException ex) {
            failure.addSuppressed(ex);
        }
    }

    // As large as the file is already, so that a small log takes little of the disk and a large one is mapped in few parts.
    private int nextChunkBytes() {
        long left = (expectedBytes - room + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
        long doubling = Math.max(SMALLEST_CHUNK, Math.min(room, LARGEST_CHUNK));
        return (int) (left > 0 ? Math.min(left, doubling) : doubling);
    }

    private MappedByteBuffer map(long position, int length) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS)) {
                    return channel.map(MapMode.READ_WRITE, position, length);
                }
                catch (ClosedByInterruptException ex) {
                    interrupted |= Thread.interrupted();
                }
            }
        }
        finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void requireWhole() throws IOException {
        if (faulted) {
            throw new IOException("'%s' can't be written, it is unknown what it holds".formatted(path.getFileName()));
        }
    }

}
