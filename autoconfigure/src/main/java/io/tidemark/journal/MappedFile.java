package io.tidemark.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that grows at its end by copies into memory that is mapped to it. The operating system has what was copied, as
 * after a write: the end of the process takes nothing of it.
 * <p>
 * What is mapped is room that was written before, as zeros, so that a full disk is met there and never in a copy. Room is
 * made ahead by another thread, and by the writer where there is none. What was not used of it is cut off at the end.
 */
final class MappedFile implements FileLayer.Appendable {

    private static final Logger LOGGER = LoggerFactory.getLogger(MappedFile.class);

    private static final int SMALLEST_CHUNK = 1 << 16;

    private static final int LARGEST_CHUNK = 4 << 20;

    private static final int PAGE_BYTES = 1 << 12;

    private static final byte[] ZEROS = new byte[1 << 18];

    // A copy needs no new blocks there, and a force of the file forces what was copied.
    private static final Set<String> FILE_SYSTEMS = Set.of("ext2", "ext3", "ext4", "tmpfs", "xfs");

    private static final boolean LINUX = "Linux".equals(System.getProperty("os.name"));

    private final Path path;

    private final RandomAccessFile file;

    private final long expectedBytes;

    // Those that nothing was copied to yet. Guarded by this, as is all that the making of room changes.
    private final Deque<MappedByteBuffer> chunks = new ArrayDeque<>();

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

    /** Whether that can be done to the files in {@code directory}. */
    static boolean isPossibleIn(Path directory) {
        try {
            return isPossibleOn(Files.getFileStore(directory).type());
        }
        catch (IOException ex) {
            // As within a root directory of its own, where it is unknown what is mounted.
            LOGGER.debug("Failed to find the file system of '{}'", directory, ex);
            return false;
        }
    }

    /** Whether a store is of such a type. Others move what is written to new blocks, or to far away. */
    static boolean isPossibleOn(String fileStoreType) {
        return LINUX && FILE_SYSTEMS.contains(fileStoreType);
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
        file.getFD().sync();
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        chunk = null;
        chunks.clear();
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
        chunk = next;
        return next;
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
        return Uninterrupted.call(() -> {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS)) {
                return channel.map(MapMode.READ_WRITE, position, length);
            }
        });
    }

    private void requireWhole() throws IOException {
        if (faulted || closed) {
            throw new IOException("'%s' can't be written, it is closed or unknown what it holds".formatted(path.getFileName()));
        }
    }

}
