package io.tidemark.livetable.model;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;

import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;
import io.tidemark.livetable.CachedRows;
import io.tidemark.livetable.PageCache;
import io.tidemark.livetable.PageCacheFailedException;
import io.tidemark.livetable.PageCacheUsage;

import org.jspecify.annotations.Nullable;

/** A cache of which every so manieth call fails, before or after it was done. */
final class FaultyPageCache implements PageCache {

    private final PageCache cache;

    private final int every;

    private final AtomicLong calls = new AtomicLong();

    FaultyPageCache(PageCache cache, int every) {
        this.cache = cache;
        this.every = every;
    }

    @Override
    public boolean isPersistent() {
        return this.cache.isPersistent();
    }

    @Override
    public @Nullable CachedRows get(KeyPath key) {
        failNowAndThen();
        return this.cache.get(key);
    }

    @Override
    public void put(KeyPath key, CachedRows rows) {
        failNowAndThen();
        this.cache.put(key, rows);
        failNowAndThen();
    }

    @Override
    public long invalidatePrefix(KeyPrefix prefix) {
        failNowAndThen();
        long removed = this.cache.invalidatePrefix(prefix);
        failNowAndThen();
        return removed;
    }

    @Override
    public long removeIf(KeyPrefix prefix, BiPredicate<KeyPath, CachedRows> condition) {
        failNowAndThen();
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

    private void failNowAndThen() {
        if (this.calls.incrementAndGet() % this.every == 0) {
            throw new PageCacheFailedException("The disk has a bad day", null);
        }
    }

}
