package io.tidemark.projection;

import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;

import org.jspecify.annotations.Nullable;

/** A cache in a sorted map that counts and can be made to fail. It passes the contract of caches. */
public final class MemoryProjectionCache implements ProjectionCache {

    public final NavigableMap<KeyPath, CachedRow> rows;

    public final AtomicInteger gets = new AtomicInteger();

    public final AtomicInteger puts = new AtomicInteger();

    public final AtomicInteger prefetches = new AtomicInteger();

    public volatile boolean prefetching;

    public volatile boolean failing;

    public volatile Runnable beforeDelete = () -> {
    };

    private volatile boolean closed;

    public MemoryProjectionCache() {
        this(new ConcurrentSkipListMap<>());
    }

    /** Reopens what another instance held. */
    public MemoryProjectionCache(NavigableMap<KeyPath, CachedRow> rows) {
        this.rows = rows;
    }

    @Override
    public CacheCapabilities capabilities() {
        return new CacheCapabilities(true, this.prefetching, true);
    }

    @Override
    public @Nullable CachedRow get(KeyPath key) {
        check("get");
        this.gets.incrementAndGet();
        return this.rows.get(key);
    }

    @Override
    public void put(KeyPath key, CachedRow row) {
        check("put");
        this.puts.incrementAndGet();
        this.rows.put(key, row);
    }

    @Override
    public long deletePrefix(KeyPrefix prefix) {
        check("delete");
        this.beforeDelete.run();
        return this.rows.keySet().stream().filter((key) -> prefix.matches(key) && this.rows.remove(key) != null).count();
    }

    @Override
    public long deleteAllBut(KeyPrefix prefix, KeyPrefix kept) {
        check("delete");
        return this.rows.keySet()
            .stream()
            .filter((key) -> prefix.matches(key) && !kept.matches(key) && this.rows.remove(key) != null)
            .count();
    }

    @Override
    public void sync() {
        check("sync");
    }

    @Override
    public void prefetch(KeyPath key) {
        check("prefetch");
        this.prefetches.incrementAndGet();
    }

    @Override
    public CacheUsage usage() {
        check("usage");
        return new CacheUsage(this.rows.size(), this.rows.values().stream().mapToLong((row) -> row.value().length).sum(),
                0, 0, 0);
    }

    @Override
    public void close() {
        this.closed = true;
    }

    private void check(String what) {
        if (this.failing || this.closed) {
            throw new CacheFailedException(what + " failed on purpose", null);
        }
    }

}
