package io.tidemark.livetable.cache;

import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;
import io.tidemark.livetable.CachedRows;
import io.tidemark.livetable.PageCache;
import io.tidemark.livetable.PageCacheFailedException;
import io.tidemark.livetable.PageCacheUsage;

import org.jspecify.annotations.Nullable;

/** A {@link PageCache} that keeps nothing, so that every read is answered by its source. */
public final class NonePageCache implements PageCache {

    private static final PageCacheUsage USAGE = new PageCacheUsage(0, 0, 0, 0, 0);

    private volatile boolean closed;

    /** Creates the cache. */
    public NonePageCache() {
        this.closed = false;
    }

    @Override
    public boolean isPersistent() {
        return false;
    }

    @Override
    public @Nullable CachedRows get(KeyPath key) {
        requireOpen();
        return null;
    }

    @Override
    public void put(KeyPath key, CachedRows rows) {
        requireOpen();
    }

    @Override
    public long invalidatePrefix(KeyPrefix prefix) {
        requireOpen();
        return 0;
    }

    @Override
    public PageCacheUsage usage() {
        requireOpen();
        return USAGE;
    }

    @Override
    public void close() {
        this.closed = true;
    }

    private void requireOpen() {
        if (this.closed) {
            throw new PageCacheFailedException("Page cache must be open, was closed: open it again", null);
        }
    }

}
