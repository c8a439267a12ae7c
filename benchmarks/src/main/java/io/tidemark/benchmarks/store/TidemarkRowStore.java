package io.tidemark.benchmarks.store;

import io.tidemark.projection.CachedRow;
import io.tidemark.projection.Position;
import io.tidemark.projection.ProjectionCache;
import org.jspecify.annotations.Nullable;

/** One of the backends. */
final class TidemarkRowStore implements RowStore {

    private final ProjectionCache cache;

    TidemarkRowStore(ProjectionCache cache) {
        this.cache = cache;
    }

    @Override
    public @Nullable Object get(RowKey key) {
        return this.cache.get(key.path());
    }

    @Override
    public void put(RowKey key, byte[] value) {
        this.cache.put(key.path(), cachedRow(value));
    }

    @Override
    public long deletePrefix(RowKey.Group group) {
        return this.cache.deletePrefix(group.prefix());
    }

    @Override
    public void close() {
        this.cache.close();
    }

    static CachedRow cachedRow(byte[] value) {
        return new CachedRow(value, new Position(1_103, "7c9e6679-7425-40de-944b-e07fc1f90ae7", 0),
                1_760_000_000_000_000L, "json");
    }

}
