package io.tidemark.key;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A path of typed segments, held as bytes whose unsigned order is the order of the segments.
 * <p>
 * The bytes of a path start with the bytes of its parent and never with those of a neighbour: the path
 * {@code ("client")} is above {@code ("client", 1)} and has nothing to do with {@code ("clients", 1)}. A segment is a
 * string (any: the empty one, {@code /} and NUL included), a long or bytes. Strings sort by code point, longs by value.
 * <p>
 * The encoding, described at {@code KeyEncoder}, is after that of the FoundationDB tuple layer. An unpaired surrogate
 * is kept as its own three bytes, so that two different strings never share a key.
 * <p>
 * Immutable.
 */
public final class KeyPath implements Comparable<KeyPath> {

    private static final KeyPath ROOT = new KeyPath(null, new byte[0], 0);

    private final @Nullable KeyPath parent;

    private final byte[] bytes;

    private final int depth;

    private final int hash;

    private KeyPath(@Nullable KeyPath parent, byte[] bytes, int depth) {
        this.parent = parent;
        this.bytes = bytes;
        this.depth = depth;
        this.hash = parent != null ? hash(parent, bytes) : hashCodeOf(bytes);
    }

    /** Returns the path without segments, which is above every other. */
    public static KeyPath root() {
        return ROOT;
    }

    /** Returns the path with the one segment {@code segment}. */
    public static KeyPath of(String segment) {
        return ROOT.child(segment);
    }

    /**
     * Returns the path that was encoded as {@code bytes}.
     * @throws IllegalArgumentException if they are not the encoding of a path
     */
    public static KeyPath decode(byte[] bytes) {
        Objects.requireNonNull(bytes, "bytes");
        KeyPath path = ROOT;
        for (int end = 0; end < bytes.length;) {
            end = KeyEncoder.endOfSegment(bytes, end);
            path = new KeyPath(path, Arrays.copyOf(bytes, end), path.depth + 1);
        }
        return path;
    }

    /**
     * Returns the path that was encoded as {@code bytes}, which are not copied and must not be changed afterwards. What it
     * has in common with {@code neighbour} above both it shares with it, which saves time and memory where many paths
     * lie below the same one.
     * @throws IllegalArgumentException if they are not the encoding of a path
     */
    public static KeyPath decodeShared(byte[] bytes, KeyPath neighbour) {
        KeyPath path = neighbour;
        while (path.parent != null && (path.bytes.length >= bytes.length || !startsWith(bytes, path.bytes))) {
            path = path.parent;
        }
        for (int end = path.bytes.length; end < bytes.length;) {
            end = KeyEncoder.endOfSegment(bytes, end);
            path = new KeyPath(path, end < bytes.length ? Arrays.copyOf(bytes, end) : bytes, path.depth + 1);
        }
        return path;
    }

    /** Returns this path with {@code segment} below it. */
    public KeyPath child(String segment) {
        Objects.requireNonNull(segment, "segment");
        return new KeyPath(this, KeyEncoder.appendString(this.bytes, segment), this.depth + 1);
    }

    /** Returns this path with {@code segment} below it. */
    public KeyPath child(long segment) {
        return new KeyPath(this, KeyEncoder.appendLong(this.bytes, segment), this.depth + 1);
    }

    /** Returns this path with {@code segment} below it. */
    public KeyPath child(byte[] segment) {
        Objects.requireNonNull(segment, "segment");
        return new KeyPath(this, KeyEncoder.appendBytes(this.bytes, segment), this.depth + 1);
    }

    /** Returns the path one segment above, or null for the root. */
    public @Nullable KeyPath parent() {
        return this.parent;
    }

    /** Returns the last segment, readable; of a string segment the string itself. The root has the empty one. */
    public String lastSegment() {
        return this.parent != null ? KeyEncoder.describeLast(this.bytes, this.parent.bytes.length) : "";
    }

    /** Returns the number of segments. */
    public int depth() {
        return this.depth;
    }

    /** Returns the number of encoded bytes. */
    public int length() {
        return this.bytes.length;
    }

    /** Returns a copy of the encoded bytes. */
    public byte[] toBytes() {
        return this.bytes.clone();
    }

    /**
     * Returns the encoded bytes themselves, not a copy, for stores that look a key up at every read. They must not be
     * changed.
     */
    public byte[] sharedBytes() {
        return this.bytes;
    }

    /** Returns the prefix that matches this path and all paths below it. */
    public KeyPrefix asPrefix() {
        return new KeyPrefix(this.bytes, this, this);
    }

    /**
     * Returns the prefix that matches each path whose segment right below this path is a string that starts with
     * {@code start}, and all paths below those. An empty {@code start} matches every string segment.
     * @throws IllegalArgumentException if {@code start} ends with half of a surrogate pair
     */
    public KeyPrefix childrenStartingWith(String start) {
        Objects.requireNonNull(start, "start");
        return new KeyPrefix(KeyEncoder.appendStringStart(this.bytes, start), this, child(start));
    }

    /** Whether this path is {@code ancestor} or lies below it. */
    public boolean startsWith(KeyPath ancestor) {
        return startsWith(ancestor.bytes);
    }

    boolean startsWith(byte[] start) {
        return startsWith(this.bytes, start);
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }

    /** Returns the hash code of the path that was encoded as {@code bytes}. */
    public static int hashCodeOf(byte[] bytes) {
        return Arrays.hashCode(bytes);
    }

    // That of all bytes, from where the parent's ends.
    private static int hash(KeyPath parent, byte[] bytes) {
        int hash = parent.hash;
        for (int i = parent.bytes.length; i < bytes.length; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    /** Compares by the unsigned order of the encoded bytes: a parent comes right before its children. */
    @Override
    public int compareTo(KeyPath other) {
        return Arrays.compareUnsigned(this.bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof KeyPath path && this.hash == path.hash
                && Arrays.equals(this.bytes, path.bytes));
    }

    @Override
    public int hashCode() {
        return this.hash;
    }

    /** Returns the segments, readable, for messages and listings. */
    @Override
    public String toString() {
        return KeyEncoder.describe(this.bytes);
    }

    static String hex(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }

}
