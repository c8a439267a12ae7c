package io.tidemark.journal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of a record. Integers are signed, most significant byte first.
 * <table>
 * <caption>Format 1</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>4</td><td>CRC-32C of the salt of the file and of everything that follows in the record</td></tr>
 * <tr><td>4</td><td>4</td><td>length of the record, this header included</td></tr>
 * <tr><td>8</td><td>8</td><td>number of the record: in the log its place in all history, in a snapshot its place in that,
 * counted from one; each is one more than the one before</td></tr>
 * <tr><td>16</td><td>1</td><td>operation: 1 put, 2 delete, 3 delete prefix, 4 delete prefix with an exception, 5 expire, 6
 * clear, 7 end of a snapshot</td></tr>
 * <tr><td>17</td><td>1</td><td>flags: bit 0 says that there is an end, bit 1 that the value is an LZ4 block, the others are
 * 0</td></tr>
 * <tr><td>18</td><td>4</td><td>length K of the key</td></tr>
 * <tr><td>22</td><td>8</td><td>only if there is an end: it, in milliseconds since 1970</td></tr>
 * <tr><td></td><td>4</td><td>only if compressed: length of the value before that</td></tr>
 * <tr><td></td><td>K</td><td>key</td></tr>
 * <tr><td></td><td></td><td>value, as far as the record goes</td></tr>
 * </table>
 * Anything else is damaged.
 */
final class RecordCodec {

    static final int HEADER_BYTES = 22;

    /** The largest length of a record that any setting allows, and so what a reader believes. */
    static final int LARGEST_RECORD = 64 << 20;

    static final int LENGTH_AT = 4;

    private static final int NUMBER_AT = 8;

    private static final int OP_AT = 16;

    private static final int FLAGS_AT = 17;

    private static final int KEY_LENGTH_AT = 18;

    private static final byte EXPIRES = 1;

    private static final byte COMPRESSED = 2;

    // Below it LZ4 has nothing to find and costs more than it saves.
    private static final int SMALLEST_TO_COMPRESS = 64;

    private RecordCodec() {
    }

    /** Returns how many bytes the record takes at most. */
    static long size(Record record) {
        return Journal.RECORD_OVERHEAD_BYTES + (long) record.key().length + record.head().length + record.value().length;
    }

    /** Returns what is to be written of the record, its value compressed if that makes it smaller. */
    static Encodable encodable(Record record, RecordCompression compression) {
        int valueLength = record.head().length + record.value().length;
        byte[] compressed = compression == RecordCompression.LZ4 && valueLength >= SMALLEST_TO_COMPRESS
                ? Lz4.compress(record.wholeValue()) : null;
        boolean smaller = compressed != null && compressed.length + Integer.BYTES < valueLength;
        int length = HEADER_BYTES + (record.expires() ? Long.BYTES : 0) + record.key().length
                + (smaller ? Integer.BYTES + compressed.length : valueLength);
        return new Encodable(record, smaller ? compressed : null, length);
    }

    /** Completes the encoded record at {@code offset}, and returns its length. Leaves the position at its end. */
    static int seal(ByteBuffer bytes, int offset, Checksum checksum, long number) {
        int length = bytes.getInt(offset + LENGTH_AT);
        bytes.putLong(offset + NUMBER_AT, number);
        bytes.putInt(offset, checksum.of(bytes, offset, length));
        return length;
    }

    /** Returns the length of the record that may start at {@code offset}, or -1 if none does. */
    static int plausibleLength(ByteBuffer bytes, int offset) {
        int length = bytes.getInt(offset + LENGTH_AT);
        boolean plausible = length >= HEADER_BYTES && length <= LARGEST_RECORD
                && Record.Op.isCode(bytes.get(offset + OP_AT));
        return plausible ? length : -1;
    }

    static long number(ByteBuffer bytes, int offset) {
        return bytes.getLong(offset + NUMBER_AT);
    }

    /** Returns the record of that plausible length at {@code offset}, or null if it is damaged. */
    static @Nullable Record decode(ByteBuffer bytes, int offset, int length, Checksum checksum) {
        if (bytes.getInt(offset) != checksum.of(bytes.array(), offset, length)) {
            return null;
        }
        byte flags = bytes.get(offset + FLAGS_AT);
        int keyLength = bytes.getInt(offset + KEY_LENGTH_AT);
        boolean expires = (flags & EXPIRES) != 0;
        boolean compressed = (flags & COMPRESSED) != 0;
        int keyAt = HEADER_BYTES + (expires ? Long.BYTES : 0) + (compressed ? Integer.BYTES : 0);
        if ((flags & ~(EXPIRES | COMPRESSED)) != 0 || keyLength < 0 || keyLength > length - keyAt) {
            return null;
        }
        byte[] array = bytes.array();
        byte[] stored = Arrays.copyOfRange(array, offset + keyAt + keyLength, offset + length);
        byte[] value = compressed ? original(stored, bytes.getInt(offset + keyAt - Integer.BYTES)) : stored;
        if (value == null) {
            return null;
        }
        byte[] key = Arrays.copyOfRange(array, offset + keyAt, offset + keyAt + keyLength);
        long expiresAt = expires ? bytes.getLong(offset + HEADER_BYTES) : Journal.NEVER;
        return new Record(Record.Op.of(bytes.get(offset + OP_AT)), key, value, expiresAt);
    }

    private static byte @Nullable [] original(byte[] stored, int length) {
        return length <= LARGEST_RECORD ? Lz4.decompress(stored, 0, stored.length, length) : null;
    }

    /**
     * A record that is ready to be written.
     *
     * @param block what the value was compressed to, or null if it is not
     * @param length how many bytes it takes
     */
    record Encodable(Record record, byte @Nullable [] block, int length) {

        /** Appends the record, all but its checksum and perhaps its number, which {@link #seal} adds. */
        void encode(ByteBuffer bytes, long number) {
            byte[] key = record.key();
            byte[] head = record.head();
            byte[] value = record.value();
            bytes.putInt(0).putInt(length).putLong(number).put(record.op().code());
            bytes.put((byte) ((record.expires() ? EXPIRES : 0) | (block != null ? COMPRESSED : 0))).putInt(key.length);
            if (record.expires()) {
                bytes.putLong(record.expiresAtMillis());
            }
            if (block != null) {
                bytes.putInt(head.length + value.length).put(key).put(block);
            }
            else {
                bytes.put(key).put(head).put(value);
            }
        }

    }

    /** The checksum of the records of one file. For one thread. */
    static final class Checksum {

        private final CRC32C crc = new CRC32C();

        private final byte[] salt;

        Checksum(long salt) {
            this.salt = ByteBuffer.allocate(Long.BYTES).putLong(salt).array();
        }

        private int of(byte[] bytes, int offset, int length) {
            crc.reset();
            crc.update(salt, 0, salt.length);
            crc.update(bytes, offset + LENGTH_AT, length - LENGTH_AT);
            return (int) crc.getValue();
        }

        private int of(ByteBuffer bytes, int offset, int length) {
            int limit = bytes.limit();
            crc.reset();
            crc.update(salt, 0, salt.length);
            crc.update(bytes.limit(offset + length).position(offset + LENGTH_AT));
            bytes.limit(limit);
            return (int) crc.getValue();
        }

    }

}
