package io.tidemark.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

import io.tidemark.journal.FileHeader.Kind;

import org.jspecify.annotations.Nullable;

/** Reads the records of one file, and finds the next whole one after damage. Takes the memory of the largest record. */
final class RecordReader implements Closeable {

    static final int SMALLEST_BUFFER = 1 << 16;

    private final InputStream in;

    private final RecordCodec.Checksum checksum;

    private final Kind kind;

    private long unread;

    // What was read and not yet consumed lies between position and limit.
    private ByteBuffer buffer = ByteBuffer.allocate(SMALLEST_BUFFER).limit(0);

    private long offset;

    private long recordOffset;

    private long number;

    private long writtenEnd;

    /** Reads {@code in}, of which the header was read, and {@code remainingBytes} remain. */
    RecordReader(InputStream in, FileHeader header, long remainingBytes) {
        this.in = in;
        this.checksum = new RecordCodec.Checksum(header.salt());
        this.kind = header.kind();
        this.unread = remainingBytes;
        this.offset = FileHeader.BYTES;
    }

    /** Returns the next record if it is whole and has that number, else null. */
    @Nullable Record next(long expectedNumber) throws IOException {
        if (!fill(RecordCodec.HEADER_BYTES)) {
            return null;
        }
        Record record = decode(expectedNumber);
        return record != null && number == expectedNumber ? consume(record) : null;
    }

    /** Returns the number of the next record, if it is one; zero at the end of the file. */
    long nextNumber() throws IOException {
        return fill(RecordCodec.HEADER_BYTES) ? RecordCodec.number(buffer, buffer.position()) : 0;
    }

    /** Goes to the next whole record that has at least that number, and returns it; null at the end of the file. */
    @Nullable Record resync(long leastNumber) throws IOException {
        while (fill(RecordCodec.HEADER_BYTES)) {
            Record record = decode(leastNumber);
            if (record != null) {
                return consume(record);
            }
            skipNothing();
        }
        while (buffer.hasRemaining()) {
            skipByte();
        }
        return null;
    }

    /** Returns the number of the record that was returned last. */
    long number() {
        return number;
    }

    /** Returns where in the file the record starts that was returned last. */
    long recordOffset() {
        return recordOffset;
    }

    /** Returns where in the file the next record is to start. */
    long offset() {
        return offset;
    }

    /** Returns where in the file the last byte ended that was looked at in vain and was not zero. */
    long writtenEnd() {
        return writtenEnd;
    }

    boolean isAtEnd() {
        return buffer.remaining() == 0 && unread == 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    // No record starts in the first half of so many zeros, and there may be millions of them.
    private void skipNothing() {
        int position = buffer.position();
        if (buffer.getLong(position) == 0 && buffer.getLong(position + Long.BYTES) == 0) {
            skip(Long.BYTES);
        }
        else {
            skipByte();
        }
    }

    private void skipByte() {
        boolean zero = buffer.get(buffer.position()) == 0;
        skip(1);
        writtenEnd = zero ? writtenEnd : offset;
    }

    private @Nullable Record decode(long leastNumber) throws IOException {
        int length = RecordCodec.plausibleLength(buffer, buffer.position());
        number = RecordCodec.number(buffer, buffer.position());
        // No more records can have come before it than there was room for, but for those that a tail had before.
        boolean near = number >= leastNumber
                && (kind == Kind.TAIL || number - leastNumber <= offset / RecordCodec.HEADER_BYTES);
        if (length < 0 || !near || !fill(length)) {
            return null;
        }
        Record record = RecordCodec.decode(buffer, buffer.position(), length, checksum);
        return record != null && kind.mayHold(record.op()) ? record : null;
    }

    private Record consume(Record record) {
        recordOffset = offset;
        skip(buffer.getInt(buffer.position() + RecordCodec.LENGTH_AT));
        return record;
    }

    private void skip(int bytes) {
        buffer.position(buffer.position() + bytes);
        offset += bytes;
    }

    /** Whether so many bytes lie between position and limit, which they do afterwards if the file has them. */
    private boolean fill(int bytes) throws IOException {
        if (buffer.remaining() >= bytes) {
            return true;
        }
        if (buffer.remaining() + unread < bytes) {
            return false;
        }
        makeRoom(bytes);
        int from = buffer.limit();
        int wanted = (int) Math.min(buffer.capacity() - from, unread);
        int read = in.readNBytes(buffer.array(), from, wanted);
        unread = read < wanted ? 0 : unread - read;
        buffer.limit(from + read);
        return buffer.remaining() >= bytes;
    }

    private void makeRoom(int bytes) {
        if (buffer.capacity() >= bytes) {
            buffer.compact().flip();
            return;
        }
        int capacity = Math.max(bytes, (int) Math.min(2L * buffer.capacity(), RecordCodec.LARGEST_RECORD));
        buffer = ByteBuffer.allocate(capacity).put(buffer).flip();
    }

}
