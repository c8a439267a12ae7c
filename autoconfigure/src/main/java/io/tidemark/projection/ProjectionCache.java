package io.tidemark.projection;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;

import org.jspecify.annotations.Nullable;

/**
 * Where encoded states are kept. Holds bytes and knows nothing of what they mean.
 * <p>
 * A missing row is null; a fault is a {@link CacheFailedException}, never another exception. A row that is damaged is
 * removed and missing. The arrays of rows are shared: neither side changes them after handing them over. Thread-safe;
 * of two concurrent puts either one wins whole. After {@link #close()} every method but that one throws
 * {@link CacheFailedException}.
 */
public interface ProjectionCache extends AutoCloseable {

    /** Returns what this cache can do. Never fails. */
    CacheCapabilities capabilities();

    /** Returns the row of {@code key}, or null if there is none. */
    @Nullable CachedRow get(KeyPath key);

    /** Returns the rows that are there, of those asked for. */
    default Map<KeyPath, CachedRow> getAll(Collection<KeyPath> keys) {
        Map<KeyPath, CachedRow> rows = new LinkedHashMap<>();
        for (KeyPath key : keys) {
            CachedRow row = get(key);
            if (row != null) {
                rows.put(key, row);
            }
        }
        return rows;
    }

    /** Stores {@code row}, in place of the one that was there. */
    void put(KeyPath key, CachedRow row);

    /**
     * Removes all rows below {@code prefix}. When this returns they stay removed, also after the process is killed.
     * @return how many this call removed
     */
    long deletePrefix(KeyPrefix prefix);

    /**
     * Removes all rows below {@code prefix} that are not below {@code kept}.
     * @return how many this call removed
     */
    long deleteAllBut(KeyPrefix prefix, KeyPrefix kept);

    /** Forces everything that was put or deleted to the storage device. Does nothing if nothing survives a restart. */
    void sync();

    /** Says that {@code key} will be read soon. Called only if {@link CacheCapabilities#prefetches()}. */
    default void prefetch(KeyPath key) {
    }

    /** Returns how much is held now. */
    CacheUsage usage();

    /** Gives back files, locks and threads. Closing twice is the same as once. */
    @Override
    void close();

}
