package io.tidemark.projection.cache;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

import io.tidemark.directory.StoreDirectory;
import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;
import io.tidemark.projection.CacheFailedException;
import io.tidemark.projection.CachedRow;
import io.tidemark.projection.CacheUsage;

import org.jspecify.annotations.Nullable;

/**
 * The rows of one directory, a file each, shared by everything in this process that has the directory open.
 * <p>
 * What changes a file holds the lock of its shard until the index says the same as the file. Readers take no lock: they
 * read what the index promises, and where they find something else they compare again under the lock, to see whether
 * the row was replaced or is damaged. No thread holds two of the locks, but for the one that closes.
 */
final class FileRows implements Closeable {

    private static final String KIND = "projection-rows-1";

    private static final long ANY_WRITE = 0;

    private final StoreDirectory owned;

    private final RowDirectory directory;

    private final long maximumBytes;

    private final Compression compression;

    private final RowFileIndex index = new RowFileIndex();

    private final UnforcedRows unforced;

    private final ReentrantLock[] locks = new ReentrantLock[RowFileNames.SHARDS];

    private final LongAdder evictions = new LongAdder();

    private final LongAdder damaged = new LongAdder();

    private volatile boolean closed;

    private FileRows(StoreDirectory owned, long maximumBytes, Compression compression) {
        this.owned = owned;
        this.directory = new RowDirectory(owned.path());
        this.maximumBytes = maximumBytes;
        this.compression = compression;
        this.unforced = new UnforcedRows(this.directory);
        Arrays.setAll(this.locks, shard -> new ReentrantLock());
    }

    static FileRows open(Path path, long maximumBytes, Compression compression, Duration lockTimeout) {
        StoreDirectory owned = StoreDirectory.open(path, KIND, lockTimeout);
        FileRows rows = new FileRows(owned, maximumBytes, compression);
        boolean opened = false;
        try {
            rows.scan();
            opened = true;
            return rows;
        }
        finally {
            if (!opened) {
                owned.close();
            }
        }
    }

    private void scan() {
        try {
            RowFileScan scan = RowFileScan.of(this.directory);
            scan.addTo(this.index);
            this.damaged.add(scan.damaged());
        }
        catch (IOException ex) {
            throw failed("list", ex);
        }
        evictDownToMaximum();
    }

    @Nullable CachedRow get(KeyPath key) {
        requireOpen();
        byte[] keyBytes = key.toBytes();
        RowPlace place = null;
        while (true) {
            RowFile file = this.index.get(keyBytes);
            if (file == null) {
                return null;
            }
            place = place != null ? place : this.directory.place(keyBytes);
            CachedRow row = read(place, file);
            if (row != null) {
                return row;
            }
            if (dropIfUnchanged(place, file)) {
                return null;
            }
        }
    }

    private @Nullable CachedRow read(RowPlace place, RowFile file) {
        try {
            byte[] bytes = this.directory.read(place.file(), file.sizeBytes());
            return bytes == null ? null : RowCodec.decode(place.key(), bytes);
        }
        catch (NoSuchFileException ex) {
            return null;
        }
        catch (IOException ex) {
            throw failed("read", ex);
        }
    }

    /** Removes a row that could not be read, unless it was written again since. */
    private boolean dropIfUnchanged(RowPlace place, RowFile file) {
        boolean existed = Files.exists(place.file(), LinkOption.NOFOLLOW_LINKS);
        boolean dropped = delete(place, file.writeNumber());
        if (dropped && existed) {
            this.damaged.increment();
        }
        return dropped || this.index.get(place.key()) == null;
    }

    void put(KeyPath key, CachedRow row) {
        requireOpen();
        RowPlace place = this.directory.place(key.toBytes());
        byte[] bytes = RowCodec.encode(place.key(), row, this.compression);
        if (RowFile.diskBytes(bytes.length) > this.maximumBytes) {
            delete(place, ANY_WRITE);
            this.evictions.increment();
            return;
        }
        try {
            write(place, bytes);
        }
        catch (IOException ex) {
            throw failed("write", ex);
        }
        evictDownToMaximum();
    }

    private void write(RowPlace place, byte[] bytes) throws IOException {
        Path temporary = this.directory.writeTemporary(place.file(), bytes);
        boolean replaced = false;
        ReentrantLock lock = this.locks[place.shard()];
        lock.lock();
        try {
            requireOpen();
            this.directory.replace(temporary, place.file());
            replaced = true;
            this.index.put(place.key(), bytes.length);
            this.unforced.written(place);
        }
        finally {
            lock.unlock();
            if (!replaced) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    // A row that can't be deleted is passed over for the next one, and is a failure only if that is not enough.
    private void evictDownToMaximum() {
        CacheFailedException failure = null;
        Map.Entry<Long, byte[]> oldest = this.index.oldestAfter(ANY_WRITE);
        while (oldest != null && this.index.diskBytes() > this.maximumBytes) {
            try {
                if (delete(this.directory.place(oldest.getValue()), oldest.getKey())) {
                    this.evictions.increment();
                }
            }
            catch (CacheFailedException ex) {
                failure = ex;
            }
            oldest = this.index.oldestAfter(oldest.getKey());
        }
        if (failure != null && this.index.diskBytes() > this.maximumBytes) {
            throw failure;
        }
    }

    /**
     * Deletes the rows that {@code prefix} matches and {@code kept} does not.
     * @return how many this call deleted
     */
    long delete(KeyPrefix prefix, @Nullable KeyPrefix kept) {
        requireOpen();
        return PrefixDeletion.ofBytes(this.index.keys(), prefix, kept,
                key -> delete(this.directory.place(key), ANY_WRITE));
    }

    private boolean delete(RowPlace place, long writeNumber) {
        ReentrantLock lock = this.locks[place.shard()];
        lock.lock();
        try {
            requireOpen();
            RowFile file = this.index.get(place.key());
            if (file == null || (writeNumber != ANY_WRITE && writeNumber != file.writeNumber())) {
                return false;
            }
            this.directory.delete(place.file());
            this.index.remove(place.key());
            this.unforced.deleted(place);
            return true;
        }
        catch (IOException ex) {
            throw failed("delete", ex);
        }
        finally {
            lock.unlock();
        }
    }

    void sync() {
        requireOpen();
        try {
            this.unforced.force();
        }
        catch (IOException ex) {
            throw failed("force", ex);
        }
    }

    CacheUsage usage() {
        requireOpen();
        return new CacheUsage(this.index.entries(), this.index.bytes(), this.index.diskBytes(), this.evictions.sum(),
                this.damaged.sum());
    }

    // With all locks, so that no write of this process lands in the directory once it belongs to another.
    @Override
    public void close() {
        for (ReentrantLock lock : this.locks) {
            lock.lock();
        }
        try {
            this.closed = true;
            this.owned.close();
        }
        finally {
            for (ReentrantLock lock : this.locks) {
                lock.unlock();
            }
        }
    }

    private void requireOpen() {
        if (this.closed) {
            throw new CacheFailedException("Projection cache in '%s' must be open, was closed: open it again"
                .formatted(this.directory.root()), null);
        }
    }

    private CacheFailedException failed(String action, IOException cause) {
        return new CacheFailedException("Projection cache in '%s' could not %s a row: %s"
            .formatted(this.directory.root(), action, cause), cause);
    }

}
