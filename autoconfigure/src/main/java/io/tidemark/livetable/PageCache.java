package io.tidemark.livetable;

import java.util.function.BiPredicate;

import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;

import org.jspecify.annotations.Nullable;

/**
 * Where the rows of live tables are kept. Keys start with {@link TableId#path()}.
 * <p>
 * Implementations are thread-safe. They keep what they are given until it is replaced, removed or crowded out, and know
 * nothing of generations: what may be served is decided by their caller.
 */
public interface PageCache extends AutoCloseable {

    /** Whether what is put may be there after the process has ended. */
    boolean isPersistent();

    /**
     * Returns what was put last under {@code key}, or null if there is nothing or it is damaged.
     * @throws PageCacheFailedException if the cache can't be read
     */
    @Nullable CachedRows get(KeyPath key);

    /**
     * Keeps {@code rows} under {@code key}, in place of what was there.
     * @throws PageCacheFailedException if the cache can't be written or the rows can't be encoded
     */
    void put(KeyPath key, CachedRows rows);

    /**
     * Removes the rows of all keys that {@code prefix} matches. If the cache is persistent, they are also gone after a
     * crash once this returns.
     * @return how many were removed
     * @throws PageCacheFailedException if the cache can't be written
     */
    long invalidatePrefix(KeyPrefix prefix);

    /**
     * Removes, of the keys that {@code prefix} matches, those that {@code condition} holds for. Called now and then from
     * the background, to free the memory of what will never be served again; a cache that crowds out old entries may do
     * nothing.
     * @return how many were removed
     * @throws PageCacheFailedException if the cache can't be written
     */
    default long removeIf(KeyPrefix prefix, BiPredicate<KeyPath, CachedRows> condition) {
        return 0;
    }

    /** Returns how much is kept. */
    PageCacheUsage usage();

    /** Ends the use of the cache. What is called afterwards fails with {@link PageCacheFailedException}. */
    @Override
    void close();

}
