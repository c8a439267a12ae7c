package io.tidemark.projection.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

import io.tidemark.key.KeyPath;
import io.tidemark.projection.CacheFailedException;
import io.tidemark.projection.CachedRow;
import io.tidemark.projection.Position;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of a row. Integers are signed, most significant byte first; strings are UTF-8.
 * <table>
 * <caption>Format 1</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>4</td><td>magic, 54 44 4D 52</td></tr>
 * <tr><td>4</td><td>1</td><td>format, 1</td></tr>
 * <tr><td>5</td><td>1</td><td>flags: bit 0 says that the value is compressed, the others are 0</td></tr>
 * <tr><td>6</td><td>2</td><td>length C of the codec's name</td></tr>
 * <tr><td>8</td><td>4</td><td>length K of the key</td></tr>
 * <tr><td>12</td><td>4</td><td>length I of the identity</td></tr>
 * <tr><td>16</td><td>4</td><td>length V of the value as stored</td></tr>
 * <tr><td>20</td><td>4</td><td>length of the value, V unless compressed</td></tr>
 * <tr><td>24</td><td>8</td><td>sequence of the position</td></tr>
 * <tr><td>32</td><td>8</td><td>count of the position</td></tr>
 * <tr><td>40</td><td>8</td><td>cached at, in microseconds since 1970</td></tr>
 * <tr><td>48</td><td>K</td><td>key</td></tr>
 * <tr><td></td><td>C</td><td>name of the codec</td></tr>
 * <tr><td></td><td>I</td><td>identity of the position</td></tr>
 * <tr><td></td><td>V</td><td>value</td></tr>
 * <tr><td></td><td>4</td><td>CRC-32C of everything before</td></tr>
 * </table>
 * Anything else is damaged: reading it gives null, never an exception, and takes no more memory than its own size and,
 * if compressed, the length of its value, of which it can't lie by more than the format of the compression allows.
 */
final class RowCodec {

    private static final int MAGIC = 0x54444D52;

    private static final byte FORMAT = 1;

    private static final byte COMPRESSED = 1;

    private static final int HEADER_BYTES = 48;

    private static final int CHECKSUM_BYTES = Integer.BYTES;

    static final int LARGEST_ROW = Integer.MAX_VALUE - 8;

    private RowCodec() {
    }

    /**
     * Returns the bytes of {@code row} under the encoded key {@code key}.
     * @throws CacheFailedException if the row is larger than an array can be, or a string in it is not Unicode
     */
    static byte[] encode(byte[] key, CachedRow row, Compression compression) {
        byte[] codec = utf8("codec", row.codec());
        byte[] identity = utf8("identity", row.position().identity());
        byte[] compressed = compression == Compression.DEFLATE ? Deflate.compress(row.value()) : null;
        byte[] value = compressed != null ? compressed : row.value();
        long size = (long) HEADER_BYTES + key.length + codec.length + identity.length + value.length + CHECKSUM_BYTES;
        if (size > LARGEST_ROW || codec.length > Short.MAX_VALUE) {
            throw new CacheFailedException("Row must have at most %d bytes, had %d, with a codec's name of %d"
                .formatted(LARGEST_ROW, size, codec.length), null);
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) size);
        bytes.putInt(MAGIC).put(FORMAT).put(compressed != null ? COMPRESSED : 0).putShort((short) codec.length);
        bytes.putInt(key.length).putInt(identity.length).putInt(value.length).putInt(row.value().length);
        bytes.putLong(row.position().sequence()).putLong(row.position().count()).putLong(row.cachedAtMicros());
        bytes.put(key).put(codec).put(identity).put(value);
        bytes.putInt(checksum(bytes.array()));
        return bytes.array();
    }

    /** Returns the row in {@code bytes}, or null if they are damaged or are the row of another key. */
    static @Nullable CachedRow decode(byte[] key, byte[] bytes) {
        Header header = Header.read(bytes);
        if (header == null || !Arrays.equals(key, 0, key.length, bytes, HEADER_BYTES, header.codecAt())) {
            return null;
        }
        byte[] value = header.value(bytes);
        if (value == null) {
            return null;
        }
        String codec = string(bytes, header.codecAt(), header.codecLength());
        String identity = string(bytes, header.identityAt(), header.identityLength());
        return new CachedRow(value, new Position(header.sequence(), identity, header.count()),
                header.cachedAtMicros(), codec);
    }

    /** Returns the encoded key that {@code bytes} are the row of, or null if they are damaged. */
    static byte @Nullable [] key(byte[] bytes) {
        Header header = Header.read(bytes);
        if (header == null) {
            return null;
        }
        try {
            return KeyPath.decode(Arrays.copyOfRange(bytes, HEADER_BYTES, header.codecAt())).toBytes();
        }
        catch (IllegalArgumentException ex) {
            return null;
        }
    }

    /**
     * Returns the bytes of {@code string}.
     * @throws CacheFailedException if it is not Unicode
     */
    static byte[] utf8(String name, String string) {
        byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
        // Half a surrogate pair would come back as a question mark, and so be taken for another string.
        if (!isAscii(bytes, string) && !string(bytes, 0, bytes.length).equals(string)) {
            throw new CacheFailedException("Strings of a row must be Unicode, %s was '%s'".formatted(name, string),
                    null);
        }
        return bytes;
    }

    private static boolean isAscii(byte[] bytes, String string) {
        int length = string.length();
        boolean ascii = bytes.length == length;
        for (int i = 0; ascii && i < length; i++) {
            ascii = bytes[i] == string.charAt(i);
        }
        return ascii;
    }

    private static String string(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }

    private static int checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, bytes.length - CHECKSUM_BYTES);
        return (int) checksum.getValue();
    }

    private record Header(byte flags, int codecLength, int keyLength, int identityLength, int storedLength,
            int valueLength, long sequence, long count, long cachedAtMicros) {

        static @Nullable Header read(byte[] bytes) {
            if (bytes.length < HEADER_BYTES + CHECKSUM_BYTES) {
                return null;
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            if (buffer.getInt() != MAGIC || buffer.get() != FORMAT) {
                return null;
            }
            Header header = new Header(buffer.get(), buffer.getShort(), buffer.getInt(), buffer.getInt(),
                    buffer.getInt(), buffer.getInt(), buffer.getLong(), buffer.getLong(), buffer.getLong());
            boolean whole = header.isValid(bytes.length)
                    && buffer.getInt(bytes.length - CHECKSUM_BYTES) == checksum(bytes);
            return whole ? header : null;
        }

        private boolean isValid(int size) {
            boolean positive = this.codecLength >= 0 && this.keyLength >= 0 && this.identityLength >= 0
                    && this.storedLength >= 0 && this.sequence >= 0 && this.count >= 0;
            long expected = (long) HEADER_BYTES + this.keyLength + this.codecLength + this.identityLength
                    + this.storedLength + CHECKSUM_BYTES;
            return positive && expected == size && (this.flags == COMPRESSED
                    ? Deflate.isPlausible(this.storedLength, this.valueLength)
                    : this.flags == 0 && this.storedLength == this.valueLength);
        }

        int codecAt() {
            return HEADER_BYTES + this.keyLength;
        }

        int identityAt() {
            return codecAt() + this.codecLength;
        }

        private int valueAt() {
            return identityAt() + this.identityLength;
        }

        byte @Nullable [] value(byte[] bytes) {
            if (this.flags == COMPRESSED) {
                return Deflate.decompress(bytes, valueAt(), this.storedLength, this.valueLength);
            }
            return Arrays.copyOfRange(bytes, valueAt(), valueAt() + this.storedLength);
        }

    }

}
