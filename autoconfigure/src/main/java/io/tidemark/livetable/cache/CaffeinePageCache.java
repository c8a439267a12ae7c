package io.tidemark.livetable.cache;

import java.util.Objects;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.LongAdder;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;
import io.tidemark.livetable.CachedRows;
import io.tidemark.livetable.PageCache;
import io.tidemark.livetable.PageCacheFailedException;
import io.tidemark.livetable.PageCacheUsage;

import org.jspecify.annotations.Nullable;

/**
 * A {@link PageCache} in the memory of this process, bounded by the number of its entries. Rows are kept by reference
 * and a hit allocates nothing.
 * <p>
 * Beside the cache there is a sorted set of its keys, so that removing a prefix costs a search and the entries that it
 * matches. A key joins and leaves that set within the atomic operation that makes it join and leave the cache,
 * evictions included; replacing an entry does not touch the set.
 */
public final class CaffeinePageCache implements PageCache {

    private final ConcurrentSkipListSet<KeyPath> keys = new ConcurrentSkipListSet<>();

    private final LongAdder evictions = new LongAdder();

    private final Cache<KeyPath, CachedRows> cache;

    private final ConcurrentMap<KeyPath, CachedRows> entries;

    private volatile boolean closed;

    /**
     * Creates an empty cache.
     * @param maximumEntries how many entries there may be
     */
    public CaffeinePageCache(long maximumEntries) {
        if (maximumEntries <= 0) {
            throw new IllegalArgumentException("maximumEntries must be positive, was " + maximumEntries);
        }
        // Maintenance runs in the calling thread: the bound holds when a put returns, and nothing runs after the close.
        this.cache = Caffeine.newBuilder()
            .maximumSize(maximumEntries)
            .evictionListener(this::onEviction)
            .executor(Runnable::run)
            .build();
        this.entries = this.cache.asMap();
    }

    @Override
    public boolean isPersistent() {
        return false;
    }

    @Override
    public @Nullable CachedRows get(KeyPath key) {
        requireOpen();
        return this.cache.getIfPresent(key);
    }

    @Override
    public void put(KeyPath key, CachedRows rows) {
        requireOpen();
        if (this.entries.replace(key, rows) == null) {
            this.entries.compute(key, (newKey, old) -> {
                this.keys.add(newKey);
                return rows;
            });
        }
    }

    @Override
    public long invalidatePrefix(KeyPrefix prefix) {
        requireOpen();
        long removed = 0;
        for (KeyPath key : this.keys.tailSet(prefix.first())) {
            if (!prefix.matches(key)) {
                break;
            }
            removed += remove(key) ? 1 : 0;
        }
        return removed;
    }

    @Override
    public PageCacheUsage usage() {
        requireOpen();
        this.cache.cleanUp();
        return new PageCacheUsage(this.cache.estimatedSize(), -1, 0, this.evictions.sum(), 0);
    }

    @Override
    public void close() {
        this.closed = true;
        this.cache.invalidateAll();
        this.keys.clear();
    }

    private void requireOpen() {
        if (this.closed) {
            throw new PageCacheFailedException("Page cache in memory must be open, was closed: open it again", null);
        }
    }

    private boolean remove(KeyPath key) {
        boolean[] removed = new boolean[1];
        this.entries.computeIfPresent(key, (present, rows) -> {
            removed[0] = this.keys.remove(present);
            return null;
        });
        return removed[0];
    }

    private void onEviction(@Nullable KeyPath key, @Nullable CachedRows rows, RemovalCause cause) {
        this.keys.remove(Objects.requireNonNull(key, "key"));
        this.evictions.increment();
    }

}
