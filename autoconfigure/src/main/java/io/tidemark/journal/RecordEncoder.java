package io.tidemark.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Encodes the records of one file. Each is put together in the heap, behind the salt, so that one look at it all gives the
 * checksum, and one copy takes it to where it is to be. For one thread.
 */
final class RecordEncoder {

    private static final int SMALLEST_BUFFER = 1 << 10;

    // The salt ends where the part of the record begins that the checksum is of.
    private static final int RECORD_AT = Long.BYTES - RecordCodec.LENGTH_AT;

    private final CRC32C crc = new CRC32C();

    private final long salt;

    private ByteBuffer buffer = ByteBuffer.allocate(SMALLEST_BUFFER);

    RecordEncoder(long salt) {
        this.salt = salt;
    }

    /** Puts the record, with that number, at the position of {@code target}, which has room for it. */
    void encode(RecordCodec.Encodable record, long number, ByteBuffer target) {
        int length = record.length();
        if (buffer.capacity() - RECORD_AT < length) {
            buffer = ByteBuffer.allocate(Math.max(2 * buffer.capacity(), length + RECORD_AT));
        }
        record.encode(buffer.position(RECORD_AT), number);
        buffer.putLong(0, salt);
        crc.reset();
        crc.update(buffer.array(), 0, RECORD_AT + length);
        target.putInt((int) crc.getValue()).put(buffer.array(), Long.BYTES, length - RecordCodec.LENGTH_AT);
    }

}
