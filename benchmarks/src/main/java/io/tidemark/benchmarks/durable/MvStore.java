package io.tidemark.benchmarks.durable;

import java.nio.file.Path;
import java.time.Duration;

import io.tidemark.benchmarks.store.RowKey;
import io.tidemark.mvstore.PageCompression;
import io.tidemark.projection.CachedRow;
import io.tidemark.projection.Position;
import io.tidemark.projection.cache.mvstore.MvStoreProjectionCache;

/** The backend {@code mvstore}. It is not filled by being opened, and has no way to read all. */
final class MvStore implements DurableStore {

    private final MvStoreProjectionCache cache;

    MvStore(Path directory) {
        this.cache = MvStoreProjectionCache.open(directory.resolve("rows"), 3L << 30, 1L << 30, PageCompression.NONE,
                Duration.ZERO);
    }

    @Override
    public void put(RowKey key, byte[] value) {
        Position position = new Position(1_103, "7c9e6679-7425-40de-944b-e07fc1f90ae7", 0);
        this.cache.put(key.path(), new CachedRow(value, position, 1_760_000_000_000_000L, "json"));
    }

    @Override
    public long readAll() {
        return this.cache.usage().entries();
    }

    @Override
    public void close() {
        this.cache.close();
    }

}
