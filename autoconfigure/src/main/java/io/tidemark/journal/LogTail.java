package io.tidemark.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

import io.tidemark.journal.FileHeader.Kind;

/**
 * The end of the log that is not in its segment yet: records in memory that outlives the process, so that one is
 * acknowledged by a copy, and many reach the segment by one write. A recovery finds them in the file of the tail.
 * <p>
 * Once they are in the segment the next ones are copied over them. Their numbers, and the salt of the segment in their
 * checksums, tell what is there from what was there before. For one thread at a time.
 */
final class LogTail implements Closeable {

    static final String NAME = Kind.TAIL.fileName(0);

    /** How large it is at most. */
    static final int LARGEST = 1 << 19;

    private final FileLayer.Mapped file;

    private final ByteBuffer memory;

    private LogTail(FileLayer.Mapped file) {
        this.file = file;
        this.memory = file.memory();
    }

    /** Opens an empty tail. What a recovery has not moved to its segment is gone. */
    static LogTail open(FileLayer files, int bytes, long createdAtMillis) throws IOException {
        LogTail tail = new LogTail(files.map(NAME, Math.min(bytes, LARGEST)));
        tail.memory.put(new FileHeader(Kind.TAIL, 0, 0, 0, createdAtMillis).toBytes());
        return tail;
    }

    /** Whether a record of that length can be added now. */
    boolean hasRoom(int length) {
        return length <= memory.remaining();
    }

    /**
     * Adds a record.
     * @throws UnusableLogException if it is not known what is in the file now
     */
    void add(RecordCodec.Encodable record, long lsn, RecordEncoder encoder) throws UnusableLogException {
        int offset = memory.position();
        boolean complete = false;
        try {
            encoder.encode(record, lsn, memory);
            complete = true;
        }
        catch (InternalError ex) {
            // What the virtual machine makes of the signal that the file behind the memory is shorter.
            throw new UnusableLogException(new IOException("'%s' was cut by somebody else".formatted(NAME), ex));
        }
        finally {
            if (!complete) {
                memory.position(offset);
            }
        }
    }

    /** Returns how many bytes the file takes. */
    int fileBytes() {
        return memory.capacity();
    }

    /** Returns how many bytes of records are in it. */
    int bytes() {
        return memory.position() - FileHeader.BYTES;
    }

    /** Returns the records that are in it. */
    ByteBuffer records() {
        return memory.duplicate().flip().position(FileHeader.BYTES);
    }

    /** Forgets the records, which stay where they are until others are added. */
    void clear() {
        memory.position(FileHeader.BYTES);
    }

    /** Fails if it is not in the directory any more, or somebody has cut it. */
    void requirePresent(FileLayer files) throws IOException, UnusableLogException {
        if (!files.contains(NAME)) {
            throw new IOException("'%s' is gone, or its directory is".formatted(NAME));
        }
        requireWhole();
    }

    /** Fails if it is not sure that what was added outlives the process. */
    void requireWhole() throws UnusableLogException {
        try {
            file.requireWhole();
        }
        catch (IOException ex) {
            throw new UnusableLogException(ex);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

}
