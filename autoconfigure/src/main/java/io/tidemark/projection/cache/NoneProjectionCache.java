package io.tidemark.projection.cache;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;

import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;
import io.tidemark.projection.CacheCapabilities;
import io.tidemark.projection.CacheFailedException;
import io.tidemark.projection.CachedRow;
import io.tidemark.projection.CacheUsage;
import io.tidemark.projection.ProjectionCache;

import org.jspecify.annotations.Nullable;

/** A {@link ProjectionCache} that stores nothing: every read is a miss. */
public final class NoneProjectionCache implements ProjectionCache {

    private static final CacheCapabilities CAPABILITIES = new CacheCapabilities(false, false, false);

    private volatile boolean closed;

    @Override
    public CacheCapabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public @Nullable CachedRow get(KeyPath key) {
        Objects.requireNonNull(key, "key");
        requireOpen();
        return null;
    }

    @Override
    public Map<KeyPath, CachedRow> getAll(Collection<KeyPath> keys) {
        Objects.requireNonNull(keys, "keys");
        requireOpen();
        return Map.of();
    }

    @Override
    public void put(KeyPath key, CachedRow row) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(row, "row");
        requireOpen();
    }

    @Override
    public long deletePrefix(KeyPrefix prefix) {
        Objects.requireNonNull(prefix, "prefix");
        requireOpen();
        return 0;
    }

    @Override
    public long deleteAllBut(KeyPrefix prefix, KeyPrefix kept) {
        Objects.requireNonNull(prefix, "prefix");
        Objects.requireNonNull(kept, "kept");
        requireOpen();
        return 0;
    }

    @Override
    public void sync() {
        requireOpen();
    }

    @Override
    public CacheUsage usage() {
        requireOpen();
        return new CacheUsage(0, 0, 0, 0, 0);
    }

    @Override
    public void close() {
        this.closed = true;
    }

    private void requireOpen() {
        if (this.closed) {
            throw new CacheFailedException("Projection cache must be open, was closed: open it again", null);
        }
    }

}
