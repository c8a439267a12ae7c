package io.tidemark.benchmarks.durable;

import java.util.function.Supplier;

import io.tidemark.key.KeyPath;
import io.tidemark.projection.CachedRow;
import io.tidemark.projection.Position;
import io.tidemark.projection.cache.CaffeineProjectionCache;
import io.tidemark.projection.cache.Compression;
import org.jspecify.annotations.Nullable;

/** Where rows go that were read: nowhere, or into the memory that a journal would have filled. */
final class RowSink {

    private static final Position POSITION = new Position(1_103, "7c9e6679-7425-40de-944b-e07fc1f90ae7", 0);

    private final @Nullable CaffeineProjectionCache memory;

    private long count;

    private long bytes;

    private RowSink(@Nullable CaffeineProjectionCache memory) {
        this.memory = memory;
    }

    /** Returns one that counts only. */
    static RowSink nowhere() {
        return new RowSink(null);
    }

    /** Returns one that puts all rows into the projection cache in memory. */
    static RowSink memory() {
        return new RowSink(new CaffeineProjectionCache(3L << 30, Compression.NONE));
    }

    void accept(Supplier<KeyPath> key, byte[] value) {
        this.count++;
        this.bytes += value.length;
        if (this.memory != null) {
            this.memory.put(key.get(), new CachedRow(value, POSITION, 1_760_000_000_000_000L, "json"));
        }
    }

    /** Returns how many rows came, none of them empty. */
    long count() {
        if (this.bytes < this.count) {
            throw new IllegalStateException("Rows must not be empty");
        }
        return this.count;
    }

}
