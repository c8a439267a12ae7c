package io.tidemark.key;

import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What a set of paths has in common: either a path, which matches itself and all below it, or a path and the start of
 * the string segment that follows.
 * <p>
 * The paths that match lie side by side in the order of {@link KeyPath}: from {@link #toBytes()}, inclusive, to
 * {@link #successor()}, exclusive.
 * <p>
 * Immutable.
 */
public final class KeyPrefix {

    private final byte[] bytes;

    private final KeyPath path;

    private final KeyPath first;

    KeyPrefix(byte[] bytes, KeyPath path, KeyPath first) {
        this.bytes = bytes;
        this.path = path;
        this.first = first;
    }

    /**
     * Returns the prefix that has the bytes {@code bytes}.
     * @throws IllegalArgumentException if they are not those of a prefix
     */
    public static KeyPrefix decode(byte[] bytes) {
        try {
            return KeyPath.decode(bytes).asPrefix();
        }
        catch (IllegalArgumentException ex) {
            // The start of a string lacks the two zeros that end it.
            KeyPath first = KeyPath.decode(Arrays.copyOf(bytes, bytes.length + 2));
            return new KeyPrefix(bytes.clone(), Objects.requireNonNull(first.parent(), "parent"), first);
        }
    }

    /** Whether {@code candidate} is one of the paths meant. */
    public boolean matches(KeyPath candidate) {
        return candidate.startsWith(this.bytes);
    }

    /** Returns the longest whole path that all matching paths start with. */
    public KeyPath path() {
        return this.path;
    }

    /** Returns the path that comes before all others that match, and matches itself. */
    public KeyPath first() {
        return this.first;
    }

    /** Whether the prefix is a whole path, so that {@link #path()} says all of it. */
    public boolean isWholePath() {
        return this.bytes.length == this.path.length();
    }

    /** Returns a copy of the bytes that each matching path starts with. */
    public byte[] toBytes() {
        return this.bytes.clone();
    }

    /** Returns the first bytes, in unsigned order, after all matching paths, or null if nothing can come after. */
    public byte @Nullable [] successor() {
        for (int last = this.bytes.length - 1; last >= 0; last--) {
            if (this.bytes[last] != (byte) 0xFF) {
                byte[] successor = Arrays.copyOf(this.bytes, last + 1);
                successor[last]++;
                return successor;
            }
        }
        return null;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof KeyPrefix prefix && this.path.equals(prefix.path)
                && Arrays.equals(this.bytes, prefix.bytes));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(this.bytes);
    }

    @Override
    public String toString() {
        return isWholePath() ? this.path + "/**" : KeyEncoder.describeStart(this.bytes) + "*";
    }

}
