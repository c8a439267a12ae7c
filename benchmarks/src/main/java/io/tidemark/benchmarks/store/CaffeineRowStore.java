package io.tidemark.benchmarks.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tidemark.key.KeyPath;
import io.tidemark.projection.CachedRow;
import org.jspecify.annotations.Nullable;

/** Caffeine with the keys and rows of the backend. A prefix is deleted by looking at all keys. */
final class CaffeineRowStore implements RowStore {

    private static final int OVERHEAD_BYTES = 400;

    private final Cache<KeyPath, CachedRow> cache;

    CaffeineRowStore(long maximumBytes) {
        this.cache = Caffeine.newBuilder()
            .maximumWeight(maximumBytes)
            .weigher((KeyPath key, CachedRow row) -> OVERHEAD_BYTES + key.length() + row.value().length)
            .build();
    }

    @Override
    public @Nullable Object get(RowKey key) {
        return this.cache.getIfPresent(key.path());
    }

    @Override
    public void put(RowKey key, byte[] value) {
        this.cache.put(key.path(), TidemarkRowStore.cachedRow(value));
    }

    @Override
    public long deletePrefix(RowKey.Group group) {
        long removed = 0;
        for (KeyPath key : this.cache.asMap().keySet()) {
            if (group.prefix().matches(key) && this.cache.asMap().remove(key) != null) {
                removed++;
            }
        }
        return removed;
    }

    @Override
    public void close() {
        this.cache.invalidateAll();
    }

}
