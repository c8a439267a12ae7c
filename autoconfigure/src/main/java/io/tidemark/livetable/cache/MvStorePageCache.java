package io.tidemark.livetable.cache;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

import io.tidemark.directory.SharedStore;
import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;
import io.tidemark.livetable.CachedRows;
import io.tidemark.livetable.PageCache;
import io.tidemark.livetable.PageCacheFailedException;
import io.tidemark.livetable.PageCacheUsage;
import io.tidemark.mvstore.PageCompression;
import io.tidemark.mvstore.Row;
import io.tidemark.mvstore.RowStore;
import io.tidemark.mvstore.RowStoreException;
import io.tidemark.mvstore.RowStoreUsage;

import org.jspecify.annotations.Nullable;

/**
 * A {@link PageCache} on disk, in one file of H2 MVStore at a time, bounded by bytes.
 * <p>
 * A killed process loses at most about a second of puts. What was removed is gone for good, after a kill or a power
 * failure, once the removal has returned. An entry that is damaged, of another codec or of a type that has changed is
 * missing, and dropped when it is met. What is dropped above the maximum, and how much disk is used, is said at
 * {@link RowStore}.
 * <p>
 * Thread-safe, and safe from interrupts. Caches of one directory in the same process share one store, with the settings
 * of the first.
 */
public final class MvStorePageCache implements PageCache {

    private final SharedStore<RowStore> share;

    private final StoredRows format;

    private final LongAdder undecodable = new LongAdder();

    private MvStorePageCache(SharedStore<RowStore> share, RowsCodec codec) {
        this.share = share;
        this.format = new StoredRows(codec);
    }

    /**
     * Opens the cache in {@code directory}, which is created if it is missing.
     * @param codec makes bytes of rows
     * @param maximumBytes how many bytes the entries may take, with their keys
     * @param pageCacheBytes how many bytes of the file's pages are kept in memory, rounded down to MiB, at least one
     * @param compression how what is written from now on is made smaller
     * @param lockTimeout how long to wait while another process uses the directory
     * @throws io.tidemark.directory.StoreDirectoryException if the directory is in use, not ours or not usable
     * @throws PageCacheFailedException if the file can't be opened or created
     */
    public static MvStorePageCache open(Path directory, RowsCodec codec, long maximumBytes, long pageCacheBytes,
            PageCompression compression, Duration lockTimeout) {
        Objects.requireNonNull(codec, "codec");
        try {
            return new MvStorePageCache(RowStore.share(directory, "livetable-mvstore-1", maximumBytes, pageCacheBytes,
                    compression, lockTimeout), codec);
        }
        catch (RowStoreException ex) {
            throw failure(ex);
        }
    }

    @Override
    public boolean isPersistent() {
        return true;
    }

    @Override
    public @Nullable CachedRows get(KeyPath key) {
        Row row = call((store) -> store.get(key.sharedBytes()));
        if (row == null) {
            return null;
        }
        try {
            return this.format.decode(row.value());
        }
        catch (RowsCodecException ex) {
            drop(key, row);
            return null;
        }
    }

    @Override
    public void put(KeyPath key, CachedRows rows) {
        Row row;
        try {
            row = new Row(this.format.encode(rows), rows.fetchedAtMicros());
        }
        catch (RowsCodecException ex) {
            throw new PageCacheFailedException("Rows of '%s' could not be encoded: %s".formatted(key, ex.getMessage()),
                    ex);
        }
        call((store) -> {
            store.put(key.sharedBytes(), row);
            return null;
        });
    }

    @Override
    public long invalidatePrefix(KeyPrefix prefix) {
        return call((store) -> store.delete(prefix));
    }

    @Override
    public PageCacheUsage usage() {
        RowStoreUsage usage = call(RowStore::usage);
        return new PageCacheUsage(usage.rows(), usage.bytes(), usage.diskBytes(), usage.evictions(),
                usage.damaged() + this.undecodable.sum());
    }

    /**
     * {@inheritDoc}
     * @throws PageCacheFailedException if what was put could not be written; the cache is closed all the same
     */
    @Override
    public void close() {
        try {
            this.share.close();
        }
        catch (RowStoreException ex) {
            throw failure(ex);
        }
    }

    private void drop(KeyPath key, Row row) {
        if (call((store) -> store.remove(key.sharedBytes(), row))) {
            this.undecodable.increment();
        }
    }

    private <T extends @Nullable Object> T call(Function<RowStore, T> operation) {
        RowStore store = this.share.getIfOpen();
        if (store == null) {
            throw new PageCacheFailedException("Page cache on disk must be open, was closed: open it again", null);
        }
        try {
            return operation.apply(store);
        }
        catch (RowStoreException ex) {
            throw failure(ex);
        }
    }

    private static PageCacheFailedException failure(RowStoreException cause) {
        return new PageCacheFailedException("Page cache on disk failed: " + cause.getMessage(), cause);
    }

}
