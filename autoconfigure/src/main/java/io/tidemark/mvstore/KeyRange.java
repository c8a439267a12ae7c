package io.tidemark.mvstore;

import java.util.Arrays;
import java.util.List;

import io.tidemark.key.KeyPrefix;

import org.jspecify.annotations.Nullable;

/** The keys from one, inclusive, to another, exclusive, or to the end. */
final class KeyRange {

    private final byte[] from;

    private final byte @Nullable [] to;

    private KeyRange(byte[] from, byte @Nullable [] to) {
        this.from = from;
        this.to = to;
    }

    static KeyRange of(KeyPrefix prefix) {
        return new KeyRange(prefix.toBytes(), prefix.successor());
    }

    /** Returns what remains of this without {@code other}: before and after it. */
    List<KeyRange> without(KeyRange other) {
        byte[] end = to == null || Arrays.compareUnsigned(other.from, to) < 0 ? other.from : to;
        KeyRange before = new KeyRange(from, end);
        if (other.to == null) {
            return List.of(before);
        }
        byte[] start = Arrays.compareUnsigned(other.to, from) > 0 ? other.to : from;
        return List.of(before, new KeyRange(start, to));
    }

    byte[] from() {
        return from;
    }

    /** Whether all of this comes before {@code key}. */
    boolean isBefore(byte[] key) {
        return to != null && Arrays.compareUnsigned(key, to) >= 0;
    }

}
