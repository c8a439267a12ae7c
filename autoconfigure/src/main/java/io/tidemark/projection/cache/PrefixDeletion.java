package io.tidemark.projection.cache;

import java.util.Arrays;
import java.util.NavigableSet;
import java.util.function.Predicate;

import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;
import io.tidemark.projection.CacheFailedException;

import org.jspecify.annotations.Nullable;

/**
 * Deletes the keys that one prefix matches, and another one does not. They lie side by side in a sorted set, so the
 * price is a search and those keys. Where it fails with one key the others are still deleted, then it fails.
 */
final class PrefixDeletion {

    private PrefixDeletion() {
    }

    /**
     * Calls {@code deletion} with each key to delete, which it may take out of the set.
     * @param deletion says whether it deleted the key
     * @return how many were deleted
     */
    static long ofPaths(NavigableSet<KeyPath> keys, KeyPrefix prefix, @Nullable KeyPrefix kept,
            Predicate<KeyPath> deletion) {
        return delete(keys.tailSet(prefix.first()), prefix::matches, key -> kept != null && kept.matches(key), deletion);
    }

    /** Does the same with encoded keys, in a set that sorts by their unsigned bytes. */
    static long ofBytes(NavigableSet<byte[]> keys, KeyPrefix prefix, @Nullable KeyPrefix kept,
            Predicate<byte[]> deletion) {
        byte[] start = prefix.toBytes();
        byte[] keptStart = kept == null ? null : kept.toBytes();
        return delete(keys.tailSet(start), key -> startsWith(key, start),
                key -> keptStart != null && startsWith(key, keptStart), deletion);
    }

    private static boolean startsWith(byte[] key, byte[] start) {
        return key.length >= start.length && Arrays.equals(key, 0, start.length, start, 0, start.length);
    }

    private static <K> long delete(Iterable<K> candidates, Predicate<K> matches, Predicate<K> kept,
            Predicate<K> deletion) {
        long count = 0;
        CacheFailedException failure = null;
        for (K key : candidates) {
            if (!matches.test(key)) {
                break;
            }
            try {
                count += !kept.test(key) && deletion.test(key) ? 1 : 0;
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

}
