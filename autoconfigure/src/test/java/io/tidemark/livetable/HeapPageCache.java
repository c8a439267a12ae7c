package io.tidemark.livetable;

import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;

import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;

import org.jspecify.annotations.Nullable;

/** A page cache in memory that can be told to fail, and counts what is asked of it. */
public final class HeapPageCache implements PageCache {

    private final ConcurrentNavigableMap<KeyPath, CachedRows> rows = new ConcurrentSkipListMap<>();

    private final boolean persistent;

    public final AtomicInteger removals = new AtomicInteger();

    public volatile boolean failsToGet;

    public volatile boolean failsToPut;

    public volatile boolean failsToInvalidate;

    public volatile Runnable beforeGet = () -> {
    };

    public volatile Runnable beforePut = () -> {
    };

    public HeapPageCache(boolean persistent) {
        this.persistent = persistent;
    }

    @Override
    public boolean isPersistent() {
        return this.persistent;
    }

    @Override
    public @Nullable CachedRows get(KeyPath key) {
        this.beforeGet.run();
        failIf(this.failsToGet, "get");
        return this.rows.get(key);
    }

    @Override
    public void put(KeyPath key, CachedRows rows) {
        this.beforePut.run();
        failIf(this.failsToPut, "put");
        this.rows.put(key, rows);
    }

    @Override
    public long invalidatePrefix(KeyPrefix prefix) {
        failIf(this.failsToInvalidate, "invalidate");
        this.removals.incrementAndGet();
        return removeIf(prefix, (key, rows) -> true);
    }

    @Override
    public long removeIf(KeyPrefix prefix, BiPredicate<KeyPath, CachedRows> condition) {
        long before = this.rows.size();
        this.rows.entrySet()
            .removeIf((entry) -> prefix.matches(entry.getKey()) && condition.test(entry.getKey(), entry.getValue()));
        return before - this.rows.size();
    }

    @Override
    public PageCacheUsage usage() {
        return new PageCacheUsage(this.rows.size(), -1, 0, 0, 0);
    }

    @Override
    public void close() {
        this.rows.clear();
    }

    private static void failIf(boolean fails, String what) {
        if (fails) {
            throw new PageCacheFailedException("The cache can't " + what, null);
        }
    }

}
