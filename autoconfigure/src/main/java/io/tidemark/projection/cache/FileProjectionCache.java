package io.tidemark.projection.cache;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;

import io.tidemark.directory.SharedStore;
import io.tidemark.directory.SharedStores;
import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;
import io.tidemark.projection.CacheCapabilities;
import io.tidemark.projection.CacheFailedException;
import io.tidemark.projection.CachedRow;
import io.tidemark.projection.CacheUsage;
import io.tidemark.projection.ProjectionCache;

import org.jspecify.annotations.Nullable;

/**
 * A {@link ProjectionCache} of one file a row, in a directory that belongs to one process at a time. Needs no library.
 * <p>
 * A row is written beside its place and renamed into it, so a reader sees either row whole, also after the process is
 * killed. Nothing is forced to the device before {@link #sync()}: a power cut may take the newest rows, or bring back
 * older ones and deleted ones. Files and directories are for their owner only, symbolic links in the directory are not
 * followed. Above its maximum size the rows that were written longest ago go first. For each row its key and about 150
 * bytes are held in memory.
 * <p>
 * What two callers of one process open in the same directory is one store, with the settings of the first; it closes
 * with the last of them.
 * <p>
 * A thread that is interrupted still reads; what it writes may fail, and harms nobody else.
 */
public final class FileProjectionCache implements ProjectionCache {

    private static final CacheCapabilities CAPABILITIES = new CacheCapabilities(true, false, true);

    private final SharedStore<FileRows> share;

    private FileProjectionCache(SharedStore<FileRows> share) {
        this.share = share;
    }

    /**
     * Opens the cache in {@code directory}, which is created if it is missing, finds the rows in it and removes
     * what a killed process left half done. Takes about as long as listing the files.
     * @param maximumBytes the disk space that rows may take, in whole blocks of 4096 bytes
     * @param compression how values are made smaller, from now on
     * @param lockTimeout how long to wait while another process has the directory
     * @throws io.tidemark.directory.StoreDirectoryException if the directory can't be used
     * @throws CacheFailedException if the rows can't be listed
     */
    public static FileProjectionCache open(Path directory, long maximumBytes, Compression compression,
            Duration lockTimeout) {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(compression, "compression");
        if (maximumBytes <= 0) {
            throw new IllegalArgumentException("maximumBytes must be positive, was " + maximumBytes);
        }
        return new FileProjectionCache(SharedStores.acquire(directory, FileRows.class,
                () -> FileRows.open(directory, maximumBytes, compression, lockTimeout)));
    }

    @Override
    public CacheCapabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public @Nullable CachedRow get(KeyPath key) {
        return rows().get(key);
    }

    @Override
    public Map<KeyPath, CachedRow> getAll(Collection<KeyPath> keys) {
        rows();
        return ProjectionCache.super.getAll(keys);
    }

    @Override
    public void put(KeyPath key, CachedRow row) {
        rows().put(key, row);
    }

    @Override
    public long deletePrefix(KeyPrefix prefix) {
        return rows().delete(prefix, null);
    }

    @Override
    public long deleteAllBut(KeyPrefix prefix, KeyPrefix kept) {
        return rows().delete(prefix, Objects.requireNonNull(kept, "kept"));
    }

    /**
     * Forces what was put or deleted since the last call, one file after the other: at about a millisecond a row, this
     * is nothing for a request to wait for.
     */
    @Override
    public void sync() {
        rows().sync();
    }

    @Override
    public CacheUsage usage() {
        return rows().usage();
    }

    @Override
    public void close() {
        this.share.close();
    }

    private FileRows rows() {
        FileRows rows = this.share.getIfOpen();
        if (rows == null) {
            throw new CacheFailedException("Projection cache on disk must be open, was closed: open it again", null);
        }
        return rows;
    }

}
