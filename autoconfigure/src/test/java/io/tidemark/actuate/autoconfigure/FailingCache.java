package io.tidemark.actuate.autoconfigure;

import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;
import io.tidemark.livetable.CachedRows;
import io.tidemark.livetable.PageCache;
import io.tidemark.livetable.PageCacheFailedException;
import io.tidemark.livetable.PageCacheUsage;

import org.jspecify.annotations.Nullable;

/** A page cache that can be told to fail reads. */
final class FailingCache implements PageCache {

    private final PageCache cache;

    volatile boolean failing;

    FailingCache(PageCache cache) {
        this.cache = cache;
    }

    @Override
    public boolean isPersistent() {
        return this.cache.isPersistent();
    }

    @Override
    public @Nullable CachedRows get(KeyPath key) {
        if (this.failing) {
            throw new PageCacheFailedException("The disk is gone", null);
        }
        return this.cache.get(key);
    }

    @Override
    public void put(KeyPath key, CachedRows rows) {
        this.cache.put(key, rows);
    }

    @Override
    public long invalidatePrefix(KeyPrefix prefix) {
        return this.cache.invalidatePrefix(prefix);
    }

    @Override
    public PageCacheUsage usage() {
        return this.cache.usage();
    }

    @Override
    public void close() {
        this.cache.close();
    }

}
