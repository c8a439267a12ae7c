package io.tidemark.livetable.cache;

import java.util.function.BiPredicate;

import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;
import io.tidemark.livetable.CachedRows;
import io.tidemark.livetable.PageCache;
import io.tidemark.livetable.PageCacheFailedException;
import io.tidemark.livetable.PageCacheUsage;

import org.jspecify.annotations.Nullable;

/** A page cache that fails when told to. */
public final class UnreliablePageCache implements PageCache {

    private final PageCache cache;

    public volatile boolean failsToGet;

    public volatile boolean failsToPut;

    public volatile boolean failsToInvalidate;

    public UnreliablePageCache(PageCache cache) {
        this.cache = cache;
    }

    @Override
    public boolean isPersistent() {
        return this.cache.isPersistent();
    }

    @Override
    public @Nullable CachedRows get(KeyPath key) {
        failIf(this.failsToGet);
        return this.cache.get(key);
    }

    @Override
    public void put(KeyPath key, CachedRows rows) {
        failIf(this.failsToPut);
        this.cache.put(key, rows);
    }

    @Override
    public long invalidatePrefix(KeyPrefix prefix) {
        failIf(this.failsToInvalidate);
        return this.cache.invalidatePrefix(prefix);
    }

    @Override
    public long removeIf(KeyPrefix prefix, BiPredicate<KeyPath, CachedRows> condition) {
        failIf(this.failsToInvalidate);
        return this.cache.removeIf(prefix, condition);
    }

    @Override
    public PageCacheUsage usage() {
        return this.cache.usage();
    }

    @Override
    public void close() {
        this.cache.close();
    }

    private static void failIf(boolean fails) {
        if (fails) {
            throw new PageCacheFailedException("The cache is gone", null);
        }
    }

}
