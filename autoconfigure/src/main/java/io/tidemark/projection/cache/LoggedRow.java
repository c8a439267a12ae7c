package io.tidemark.projection.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.tidemark.projection.CacheFailedException;
import io.tidemark.projection.CachedRow;
import io.tidemark.projection.Position;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of a row as the value of a journal, which has the key and the checksum. Integers are signed, most significant
 * byte first; strings are UTF-8.
 * <table>
 * <caption>Format 1</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>1</td><td>format, 1</td></tr>
 * <tr><td>1</td><td>2</td><td>length C of the codec's name</td></tr>
 * <tr><td>3</td><td>4</td><td>length I of the identity</td></tr>
 * <tr><td>7</td><td>8</td><td>sequence of the position</td></tr>
 * <tr><td>15</td><td>8</td><td>count of the position</td></tr>
 * <tr><td>23</td><td>8</td><td>cached at, in microseconds since 1970</td></tr>
 * <tr><td>31</td><td>C</td><td>name of the codec</td></tr>
 * <tr><td></td><td>I</td><td>identity of the position</td></tr>
 * <tr><td></td><td></td><td>value, as far as the bytes go</td></tr>
 * </table>
 */
final class LoggedRow {

    private static final byte FORMAT = 1;

    private static final int HEADER_BYTES = 31;

    private LoggedRow() {
    }

    /**
     * Returns the bytes of {@code row} but for its value, which follows them.
     * @throws CacheFailedException if the row is larger than an array can be, or a string in it is not Unicode
     */
    static byte[] encodeHead(CachedRow row) {
        byte[] codec = RowCodec.utf8("codec", row.codec());
        byte[] identity = RowCodec.utf8("identity", row.position().identity());
        int head = HEADER_BYTES + codec.length + identity.length;
        if (head + (long) row.value().length > RowCodec.LARGEST_ROW || codec.length > Short.MAX_VALUE) {
            throw new CacheFailedException("Row must have at most %d bytes, had %d, with a codec's name of %d"
                .formatted(RowCodec.LARGEST_ROW, head + (long) row.value().length, codec.length), null);
        }
        ByteBuffer bytes = ByteBuffer.allocate(head);
        bytes.put(FORMAT).putShort((short) codec.length).putInt(identity.length);
        bytes.putLong(row.position().sequence()).putLong(row.position().count()).putLong(row.cachedAtMicros());
        return bytes.put(codec).put(identity).array();
    }

    /** Returns the row in {@code bytes}, or null if there is none. If {@code neighbour} has the same codec they share its name. */
    static @Nullable CachedRow decode(byte[] bytes, @Nullable CachedRow neighbour) {
        if (bytes.length < HEADER_BYTES || bytes[0] != FORMAT) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        int codecLength = buffer.getShort();
        int identityLength = buffer.getInt();
        long sequence = buffer.getLong();
        long count = buffer.getLong();
        long cachedAt = buffer.getLong();
        if (codecLength < 0 || identityLength < 0 || sequence < 0 || count < 0
                || (long) codecLength + identityLength > buffer.remaining()) {
            return null;
        }
        String codec = string(buffer, codecLength);
        String identity = string(buffer, identityLength);
        byte[] value = new byte[buffer.remaining()];
        buffer.get(value);
        boolean same = neighbour != null && neighbour.codec().equals(codec);
        return new CachedRow(value, new Position(sequence, identity, count), cachedAt,
                same ? neighbour.codec() : codec);
    }

    private static String string(ByteBuffer buffer, int length) {
        String string = new String(buffer.array(), buffer.position(), length, StandardCharsets.UTF_8);
        buffer.position(buffer.position() + length);
        return string;
    }

}
