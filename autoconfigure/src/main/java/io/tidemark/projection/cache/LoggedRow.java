package io.tidemark.projection.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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

    private static final int CODEC_LENGTH_AT = 1;

    private static final int IDENTITY_LENGTH_AT = 3;

    private static final int SEQUENCE_AT = 7;

    private static final int COUNT_AT = 15;

    private static final int CACHED_AT_AT = 23;

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

    /** Whether there is a row in {@code bytes}. */
    static boolean isIn(byte[] bytes) {
        if (bytes.length < HEADER_BYTES || bytes[0] != FORMAT) {
            return false;
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        int codecLength = header.getShort(CODEC_LENGTH_AT);
        int identityLength = header.getInt(IDENTITY_LENGTH_AT);
        return codecLength >= 0 && identityLength >= 0
                && (long) codecLength + identityLength <= bytes.length - HEADER_BYTES
                && header.getLong(SEQUENCE_AT) >= 0 && header.getLong(COUNT_AT) >= 0;
    }

    /** Returns the row that is in {@code bytes}. It shares the strings of {@code neighbour} that it has too. */
    static CachedRow decode(byte[] bytes, @Nullable CachedRow neighbour) {
        ByteBuffer header = ByteBuffer.wrap(bytes);
        int identityAt = HEADER_BYTES + header.getShort(CODEC_LENGTH_AT);
        int valueAt = identityAt + header.getInt(IDENTITY_LENGTH_AT);
        String codec = string(bytes, HEADER_BYTES, identityAt, neighbour == null ? "" : neighbour.codec());
        String identity = string(bytes, identityAt, valueAt, neighbour == null ? "" : neighbour.position().identity());
        Position position = new Position(header.getLong(SEQUENCE_AT), identity, header.getLong(COUNT_AT));
        return new CachedRow(Arrays.copyOfRange(bytes, valueAt, bytes.length), position,
                header.getLong(CACHED_AT_AT), codec);
    }

    private static String string(byte[] bytes, int from, int to, String neighbour) {
        return isAscii(neighbour, bytes, from, to) ? neighbour : new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    // No character is equal to a byte below zero, which other ones than those of ASCII begin with.
    private static boolean isAscii(String string, byte[] bytes, int from, int to) {
        int length = to - from;
        if (string.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (string.charAt(i) != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }

}
