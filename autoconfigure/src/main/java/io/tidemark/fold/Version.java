package io.tidemark.fold;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;

/**
 * The version of an entry, or a position in a source: at most ten bytes that only the source can interpret.
 * <p>
 * No bytes say that the version is unknown. Eight bytes are a number in big-endian order, such as a revision of NATS.
 * <p>
 * Immutable.
 */
public final class Version {

    /** How many bytes a version has at most. */
    public static final int MAXIMUM_BYTES = 10;

    private static final Version UNKNOWN = new Version(new byte[0]);

    private final byte[] bytes;

    private Version(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns the version that says nothing. */
    public static Version unknown() {
        return UNKNOWN;
    }

    /** Returns the version of the number {@code revision}, as eight bytes. */
    public static Version of(long revision) {
        return new Version(ByteBuffer.allocate(Long.BYTES).putLong(revision).array());
    }

    /**
     * Returns the version that has the bytes {@code bytes}.
     * @throws IllegalArgumentException if there are more than {@value #MAXIMUM_BYTES}
     */
    public static Version ofBytes(byte[] bytes) {
        if (bytes.length > MAXIMUM_BYTES) {
            throw new IllegalArgumentException(
                    "version must have at most %d bytes, had %d".formatted(MAXIMUM_BYTES, bytes.length));
        }
        return bytes.length == 0 ? UNKNOWN : new Version(bytes.clone());
    }

    /** Whether the version says something. */
    public boolean isKnown() {
        return this.bytes.length > 0;
    }

    /** Returns the number that the version is, if it has eight bytes. */
    public OptionalLong asLong() {
        return this.bytes.length == Long.BYTES ? OptionalLong.of(ByteBuffer.wrap(this.bytes).getLong())
                : OptionalLong.empty();
    }

    /** Returns a copy of the bytes. */
    public byte[] toBytes() {
        return this.bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Version version && Arrays.equals(this.bytes, version.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(this.bytes);
    }

    /** Returns the number, or the bytes in hexadecimal. */
    @Override
    public String toString() {
        if (!isKnown()) {
            return "unknown";
        }
        OptionalLong number = asLong();
        return number.isPresent() ? Long.toUnsignedString(number.getAsLong())
                : "0x" + HexFormat.of().formatHex(this.bytes);
    }

}
