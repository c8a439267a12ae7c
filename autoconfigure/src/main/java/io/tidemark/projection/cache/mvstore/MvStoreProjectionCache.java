package io.tidemark.projection.cache.mvstore;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

import io.tidemark.directory.SharedStore;
import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;
import io.tidemark.mvstore.PageCompression;
import io.tidemark.mvstore.Row;
import io.tidemark.mvstore.RowStore;
import io.tidemark.mvstore.RowStoreException;
import io.tidemark.mvstore.RowStoreUsage;
import io.tidemark.projection.CacheCapabilities;
import io.tidemark.projection.CacheFailedException;
import io.tidemark.projection.CacheUsage;
import io.tidemark.projection.CachedRow;
import io.tidemark.projection.ProjectionCache;

import org.jspecify.annotations.Nullable;

/**
 * A {@link ProjectionCache} on disk, in one file of H2 MVStore at a time.
 * <p>
 * A killed process loses at most about a second of puts; deletions are written before they are acknowledged. After a
 * power failure everything before the last {@link #sync()} is there, or the cache is empty; a deletion is not undone. A
 * damaged row is missing; a damaged file is set aside as {@code rows.damaged}, one at most, and the cache begins empty.
 * <p>
 * The rows take at most the maximum that was set. Above it a place among the keys is chosen at random and, of the eight
 * rows from there on, the one that was cached first is dropped. A row above 256 MiB is not kept. The files take at most
 * four times what the rows do, or 64 MiB if that is more: as they come near, the rows are copied to a new file. Reads
 * go on meanwhile; writes wait if they are faster than the copying.
 * <p>
 * Thread-safe, and safe from interrupts. Caches of one directory in the same process share one store, with the settings
 * of the first.
 */
public final class MvStoreProjectionCache implements ProjectionCache {

    private static final CacheCapabilities CAPABILITIES = new CacheCapabilities(true, false, true);

    private final SharedStore<RowStore> share;

    private MvStoreProjectionCache(SharedStore<RowStore> share) {
        this.share = share;
    }

    /**
     * Opens the cache in {@code directory}, which is created if it is missing.
     * @param maximumBytes how many bytes the rows may take, with their keys
     * @param pageCacheBytes how many bytes of pages are kept in memory, rounded down to MiB, at least one
     * @param compression how the pages that are written from now on are made smaller
     * @param lockTimeout how long to wait while another process uses the directory
     * @throws io.tidemark.directory.StoreDirectoryException if the directory is in use, not ours or not usable
     * @throws CacheFailedException if the file can't be opened or created
     */
    public static MvStoreProjectionCache open(Path directory, long maximumBytes, long pageCacheBytes,
            PageCompression compression, Duration lockTimeout) {
        try {
            return new MvStoreProjectionCache(RowStore.share(directory, "projection-mvstore-1", maximumBytes,
                    pageCacheBytes, compression, lockTimeout));
        }
        catch (RowStoreException ex) {
            throw failure(ex);
        }
    }

    @Override
    public CacheCapabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public @Nullable CachedRow get(KeyPath key) {
        Row row = call((store) -> store.get(key.sharedBytes()));
        return row == null ? null : ProjectionRows.decode(row);
    }

    @Override
    public Map<KeyPath, CachedRow> getAll(Collection<KeyPath> keys) {
        store();
        return ProjectionCache.super.getAll(keys);
    }

    @Override
    public void put(KeyPath key, CachedRow row) {
        Row encoded = ProjectionRows.encode(row);
        call((store) -> {
            store.put(key.sharedBytes(), encoded);
            return null;
        });
    }

    @Override
    public long deletePrefix(KeyPrefix prefix) {
        return call((store) -> store.delete(prefix));
    }

    @Override
    public long deleteAllBut(KeyPrefix prefix, KeyPrefix kept) {
        return call((store) -> store.deleteAllBut(prefix, kept));
    }

    @Override
    public void sync() {
        call((store) -> {
            store.sync();
            return null;
        });
    }

    @Override
    public CacheUsage usage() {
        RowStoreUsage usage = call(RowStore::usage);
        return new CacheUsage(usage.rows(), usage.bytes(), usage.diskBytes(), usage.evictions(), usage.damaged());
    }

    /**
     * {@inheritDoc}
     * @throws CacheFailedException if what was put could not be written; the cache is closed all the same
     */
    @Override
    public void close() {
        try {
            share.close();
        }
        catch (RowStoreException ex) {
            throw failure(ex);
        }
    }

    private <T extends @Nullable Object> T call(Function<RowStore, T> operation) {
        try {
            return operation.apply(store());
        }
        catch (RowStoreException ex) {
            throw failure(ex);
        }
    }

    private RowStore store() {
        RowStore store = share.getIfOpen();
        if (store == null) {
            throw new CacheFailedException("Projection cache must be open, was closed: open it again", null);
        }
        return store;
    }

    private static CacheFailedException failure(RowStoreException cause) {
        return new CacheFailedException("Projection cache failed: " + cause.getMessage(), cause);
    }

}
