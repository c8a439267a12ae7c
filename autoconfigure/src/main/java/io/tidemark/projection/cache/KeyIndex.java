package io.tidemark.projection.cache;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;

import org.jspecify.annotations.Nullable;

/**
 * The keys of a cache in their order, for deletions by prefix. Keys that are loaded at a start are only noted, because
 * sorting them one by one costs more than loading them; until they are sorted a deletion looks at each of them.
 * <p>
 * Thread-safe, but for {@link #addUnsorted}, which one thread may call before any other thread knows of this.
 */
final class KeyIndex {

    private final ConcurrentSkipListSet<KeyPath> sorted = new ConcurrentSkipListSet<>();

    // Each key that is in the cache and not above, others too, and some twice. Not changed once it is shared.
    private volatile List<KeyPath> unsorted = new ArrayList<>();

    void add(KeyPath key) {
        sorted.add(key);
    }

    void remove(KeyPath key) {
        sorted.remove(key);
    }

    void clear() {
        sorted.clear();
        unsorted = new ArrayList<>();
    }

    /** Notes a key that is loaded. */
    void addUnsorted(KeyPath key) {
        unsorted.add(key);
    }

    int unsortedCount() {
        return unsorted.size();
    }

    /** Sorts the keys that were noted, those that {@code present} finds in the cache. Anything else may happen meanwhile. */
    void sort(Present present) {
        // Neighbours join the set faster one after the other.
        KeyPath[] keys = unsorted.toArray(KeyPath[]::new);
        Arrays.sort(keys);
        for (KeyPath key : keys) {
            if (!present.ifPresent(key, sorted::add)) {
                return;
            }
        }
        unsorted = new ArrayList<>();
    }

    /**
     * Calls {@code deletion} with each key that one prefix matches, and another one does not, and which it may remove.
     * @param deletion says whether it deleted the key
     * @return how many were deleted
     */
    long delete(KeyPrefix prefix, @Nullable KeyPrefix kept, Predicate<KeyPath> deletion) {
        long count = 0;
        // Before the sorted ones: the list is given up only after all in it were sorted.
        for (KeyPath key : unsorted) {
            count += prefix.matches(key) && (kept == null || !kept.matches(key)) && deletion.test(key) ? 1 : 0;
        }
        return count + PrefixDeletion.ofPaths(sorted, prefix, kept, deletion);
    }

    /** Looks whether a key is in the cache. */
    interface Present {

        /**
         * Calls {@code adding} with the key if it is in the cache, and as long as it stays there.
         * @return whether to go on
         */
        boolean ifPresent(KeyPath key, Consumer<KeyPath> adding);

    }

}
