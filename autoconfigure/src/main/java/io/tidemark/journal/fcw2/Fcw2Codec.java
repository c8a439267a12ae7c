package io.tidemark.journal.fcw2;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

import io.tidemark.journal.Lz4;
import io.tidemark.journal.RecordCompression;
import io.tidemark.journal.fcw2.Fcw2Record.Op;

/**
 * The bytes of a record and of the frame around it, as fast-cache writes them. Integers have their least significant byte
 * first; the checksum is the CRC-32 of zlib.
 * <table>
 * <caption>Record</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>1</td><td>operation: 1 set, 2 delete, 3 expire</td></tr>
 * <tr><td>1</td><td>4</td><td>length K of the key, unsigned</td></tr>
 * <tr><td>5</td><td>4</td><td>length V of the value, unsigned</td></tr>
 * <tr><td>9</td><td>8</td><td>when it happened, in milliseconds since 1970, unsigned</td></tr>
 * <tr><td>17</td><td>8</td><td>when the entry ends, in milliseconds since 1970; negative for never</td></tr>
 * <tr><td>25</td><td>K, V</td><td>key and value</td></tr>
 * <tr><td></td><td>4</td><td>CRC-32 of everything before</td></tr>
 * </table>
 * <table>
 * <caption>Frame</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>4</td><td>46 43 57 32</td></tr>
 * <tr><td>4</td><td>1</td><td>flags: bit 0 says that the payload is compressed, the others are ignored</td></tr>
 * <tr><td>5</td><td>4</td><td>length P of the payload, unsigned</td></tr>
 * <tr><td>9</td><td>P</td><td>payload: one record, or its length in four bytes and its LZ4 block</td></tr>
 * <tr><td></td><td>4</td><td>CRC-32 of everything before</td></tr>
 * </table>
 */
final class Fcw2Codec {

    static final int MAGIC = 0x32574346;

    static final int FRAME_HEADER_BYTES = 9;

    static final int RECORD_HEADER_BYTES = 25;

    static final int CHECKSUM_BYTES = 4;

    /** The largest record that is believed. */
    static final int LARGEST_RECORD = 64 << 20;

    private static final byte COMPRESSED = 1;

    private static final int VALUE_LENGTH_AT = 5;

    private Fcw2Codec() {
    }

    /** Returns the frame of {@code record}, compressed if that is allowed and makes it smaller. */
    static byte[] encode(Fcw2Record record, RecordCompression compression) {
        byte[] plain = encodeRecord(record);
        byte[] block = compression == RecordCompression.LZ4 ? Lz4.compress(plain) : plain;
        boolean smaller = Integer.BYTES + block.length < plain.length;
        int length = smaller ? Integer.BYTES + block.length : plain.length;
        ByteBuffer frame = buffer(FRAME_HEADER_BYTES + length + CHECKSUM_BYTES);
        frame.putInt(MAGIC).put(smaller ? COMPRESSED : 0).putInt(length);
        if (smaller) {
            frame.putInt(plain.length).put(block);
        }
        else {
            frame.put(plain);
        }
        return frame.putInt(checksum(frame.array(), frame.position())).array();
    }

    private static byte[] encodeRecord(Fcw2Record record) {
        ByteBuffer bytes = buffer(RECORD_HEADER_BYTES + record.key().length + record.value().length + CHECKSUM_BYTES);
        bytes.put(record.op().code()).putInt(record.key().length).putInt(record.value().length);
        bytes.putLong(record.timestampMillis()).putLong(record.expireAtMillis());
        bytes.put(record.key()).put(record.value());
        return bytes.putInt(checksum(bytes.array(), bytes.position())).array();
    }

    /**
     * Returns the record in a whole frame, its checksum included.
     * @throws Fcw2DamagedException if it does not hold exactly one
     */
    static Fcw2Record decodeFrame(byte[] frame) throws Fcw2DamagedException {
        requireChecksum(frame, "frame");
        byte[] payload = new byte[frame.length - FRAME_HEADER_BYTES - CHECKSUM_BYTES];
        System.arraycopy(frame, FRAME_HEADER_BYTES, payload, 0, payload.length);
        boolean compressed = (frame[Integer.BYTES] & COMPRESSED) != 0;
        byte[] record = compressed ? decompress(payload, LARGEST_RECORD) : payload;
        if (record.length < RECORD_HEADER_BYTES + CHECKSUM_BYTES || recordLength(record) > record.length) {
            throw new Fcw2DamagedException("WAL frame payload is truncated");
        }
        if (recordLength(record) < record.length) {
            throw new Fcw2DamagedException("WAL frame payload contains trailing bytes");
        }
        return decodeRecord(record);
    }

    /**
     * Returns a whole record.
     * @throws Fcw2DamagedException if it is none
     */
    static Fcw2Record decodeRecord(byte[] record) throws Fcw2DamagedException {
        requireChecksum(record, "record");
        ByteBuffer bytes = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
        byte op = bytes.get();
        if (!isOp(op)) {
            throw new Fcw2DamagedException("unsupported WAL op code: " + op);
        }
        byte[] key = new byte[bytes.getInt()];
        byte[] value = new byte[bytes.getInt()];
        long timestampMillis = bytes.getLong();
        long expireAtMillis = bytes.getLong();
        bytes.get(key).get(value);
        return new Fcw2Record(Op.values()[op - 1], key, value, timestampMillis, expireAtMillis);
    }

    static boolean isOp(byte code) {
        return code >= 1 && code <= Op.values().length;
    }

    /** Returns how long a record is, by its header. */
    static long recordLength(byte[] header) {
        ByteBuffer bytes = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        return RECORD_HEADER_BYTES + Integer.toUnsignedLong(bytes.getInt(1))
                + Integer.toUnsignedLong(bytes.getInt(VALUE_LENGTH_AT)) + CHECKSUM_BYTES;
    }

    /**
     * Returns the original of an LZ4 block that follows its length.
     * @throws Fcw2DamagedException if the length is not that, or more than allowed
     */
    static byte[] decompress(byte[] payload, int largest) throws Fcw2DamagedException {
        if (payload.length < Integer.BYTES) {
            throw new Fcw2DamagedException("invalid compressed WAL frame: no length");
        }
        int length = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).getInt();
        boolean bounded = length >= 0 && length <= largest;
        byte[] original = bounded ? Lz4.decompress(payload, Integer.BYTES, payload.length - Integer.BYTES, length) : null;
        if (original == null) {
            throw new Fcw2DamagedException("invalid compressed WAL frame: not the block of %s bytes"
                .formatted(Integer.toUnsignedString(length)));
        }
        return original;
    }

    private static void requireChecksum(byte[] bytes, String what) throws Fcw2DamagedException {
        int end = bytes.length - CHECKSUM_BYTES;
        int stored = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
        if (stored != checksum(bytes, end)) {
            throw new Fcw2DamagedException("WAL " + what + " does not match its checksum");
        }
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

}
