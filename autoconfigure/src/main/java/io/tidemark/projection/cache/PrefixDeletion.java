package io.tidemark.projection.cache;

import java.util.Arrays;
import java.util.NavigableSet;
import java.util.function.Predicate;

import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;
import io.tidemark.projection.CacheFailedException;

import org.jspecify.annotations.Nullable;

/** Deletes the keys of a sorted set that a prefix matches, which lie side by side. */
final class PrefixDeletion {

    private PrefixDeletion() {
    }

    /**
     * Calls {@code deletion} with each key that {@code prefix} matches and {@code kept} does not. It may take keys out
     * of the set. Where it fails with one key the others are still deleted, then this fails.
     * @param deletion says whether it deleted the key
     * @return how many were deleted
     */
    static long delete(NavigableSet<KeyPath> keys, KeyPrefix prefix, @Nullable KeyPrefix kept,
            Predicate<KeyPath> deletion) {
        long count = 0;
        CacheFailedException failure = null;
        for (KeyPath key : keys.tailSet(first(prefix), true)) {
            if (!prefix.matches(key)) {
                break;
            }
            if (kept != null && kept.matches(key)) {
                continue;
            }
            try {
                count += deletion.test(key) ? 1 : 0;
            }
            catch (CacheFailedException ex) {
                failure = ex;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return count;
    }

    private static KeyPath first(KeyPrefix prefix) {
        if (prefix.isWholePath()) {
            return prefix.path();
        }
        // The start of a string, ended right there: nothing that starts so comes before it.
        byte[] start = prefix.toBytes();
        return KeyPath.decode(Arrays.copyOf(start, start.length + 1));
    }

}
