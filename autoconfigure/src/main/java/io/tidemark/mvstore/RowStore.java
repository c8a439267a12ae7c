package io.tidemark.mvstore;

import java.io.Closeable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

import io.tidemark.directory.SharedStore;
import io.tidemark.directory.SharedStores;
import io.tidemark.directory.StoreDirectory;
import io.tidemark.key.KeyPrefix;

import org.h2.mvstore.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * Rows by key in a directory, in one file of H2 MVStore at a time, bounded by bytes.
 * <p>
 * A killed process loses at most about a second of puts; deletions are written before they are acknowledged. After a
 * power failure everything before the last {@link #sync()} is there, or the store is empty; a deletion is not undone. A
 * damaged row is missing; a damaged file is set aside as {@code rows.damaged}, one at most, and the store begins empty.
 * Above the maximum a place among the keys is chosen at random and, of the eight rows from there on, the oldest is
 * dropped. The files take at most four times what the rows do, or 64 MiB if that is more.
 * <p>
 * Every operation is tried twice, since a fault of the file may have been mended by then; what is left is a
 * {@link RowStoreException}. A failed deletion may have removed some rows. Thread-safe, and safe from interrupts.
 */
public final class RowStore implements Closeable {

    private static final int KEYS_A_BATCH = 1000;

    private static final int EVICTION_SAMPLE = 8;

    // A commit is put together in memory, in one array.
    private static final int LARGEST_ROW_BYTES = 256 << 20;

    private final StoreDirectory directory;

    private final Settings settings;

    private final Upkeep upkeep;

    private final LongAdder evictions = new LongAdder();

    private final LongAdder damagedRows = new LongAdder();

    private RowStore(StoreDirectory directory, Settings settings, Upkeep upkeep) {
        this.directory = directory;
        this.settings = settings;
        this.upkeep = upkeep;
    }

    /**
     * Opens the store in {@code directory}, which is created if it is missing. Shares of one directory in this process
     * are shares of one store, with the settings of the first.
     * @param format what the rows are, so that a directory of others is refused
     * @param maximumBytes how many bytes the rows may take, with their keys
     * @param pageCacheBytes how many bytes of pages are kept in memory, rounded down to MiB, at least one
     * @param compression how the pages that are written from now on are made smaller
     * @param lockTimeout how long to wait while another process uses the directory
     * @throws io.tidemark.directory.StoreDirectoryException if the directory is in use, not ours or not usable
     * @throws RowStoreException if the file can't be opened or created
     */
    public static SharedStore<RowStore> share(Path directory, String format, long maximumBytes, long pageCacheBytes,
            PageCompression compression, Duration lockTimeout) {
        Settings settings = new Settings(maximumBytes, pageCacheBytes, compression, DiskLimit.DEFAULT);
        return SharedStores.acquire(directory, RowStore.class, () -> open(directory, format, settings, lockTimeout));
    }

    static RowStore open(Path path, String format, Settings settings, Duration lockTimeout) {
        StoreDirectory directory = StoreDirectory.open(path, format, lockTimeout);
        boolean opened = false;
        try {
            RowStore store = new RowStore(directory, settings, Upkeep.open(directory.path(), settings));
            opened = true;
            return store;
        }
        catch (RuntimeException ex) {
            throw new RowStoreException("Store in '%s' could not be opened".formatted(path), ex);
        }
        finally {
            if (!opened) {
                directory.close();
            }
        }
    }

    /** Returns the row of {@code key}, or null if there is none or it is damaged. */
    public @Nullable Row get(byte[] key) {
        RowFile file = upkeep.current();
        try {
            return get(file, key);
        }
        catch (RuntimeException ex) {
            return attempt("read", (again) -> get(again, key));
        }
    }

    /** Keeps {@code row} in place of the one of the same key. A row above 256 MiB is not kept. */
    public void put(byte[] key, Row row) {
        StoredRow stored = StoredRow.of(key, row);
        attempt("write", (file) -> {
            put(key, stored);
            return null;
        });
    }

    /**
     * Removes {@code row} if it is still what is kept under {@code key}. Unlike a deletion, this may come back.
     * @return whether it was
     */
    public boolean remove(byte[] key, Row row) {
        return attempt("remove", (file) -> upkeep.change((changes) -> {
            StoredRow stored = changes.file().get(key);
            Row present = stored == null ? null : stored.unverified();
            boolean same = present != null && Arrays.equals(present.value(), row.value());
            if (same) {
                changes.remove(key);
            }
            return same;
        }));
    }

    /**
     * Removes the rows that {@code prefix} matches. They do not come back if the process is killed after this returns.
     * @return how many were removed
     */
    public long delete(KeyPrefix prefix) {
        return delete(List.of(KeyRange.of(prefix)));
    }

    /** As {@link #delete}, but keeps the rows that {@code kept} matches too. */
    public long deleteAllBut(KeyPrefix prefix, KeyPrefix kept) {
        return delete(KeyRange.of(prefix).without(KeyRange.of(kept)));
    }

    long delete(List<KeyRange> ranges) {
        return attempt("delete", (file) -> {
            long removed = 0;
            for (KeyRange range : ranges) {
                removed += remove(range);
            }
            upkeep.run(RowFile::commitForGood);
            return removed;
        });
    }

    /** Makes sure that everything up to now survives a power failure. */
    public void sync() {
        attempt("sync", (file) -> {
            upkeep.run(RowFile::sync);
            return null;
        });
    }

    /** Returns how much is kept. */
    public RowStoreUsage usage() {
        return attempt("measure", (file) -> new RowStoreUsage(file.entries(), upkeep.rowBytes(), upkeep.diskBytes(),
                evictions.sum(), damagedRows.sum() + upkeep.damagedFiles()));
    }

    /**
     * Ends the use of the store.
     * @throws RowStoreException if what was put could not be written; the store is closed all the same
     */
    @Override
    public void close() {
        try {
            upkeep.close();
        }
        catch (RuntimeException ex) {
            throw failure("close", ex);
        }
        finally {
            directory.close();
        }
    }

    private <T extends @Nullable Object> T attempt(String what, Function<RowFile, T> operation) {
        RowFile file = upkeep.current();
        try {
            return operation.apply(file);
        }
        catch (RuntimeException ex) {
            mend(what, file, ex);
        }
        RowFile mended = upkeep.current();
        try {
            return operation.apply(mended);
        }
        catch (RuntimeException ex) {
            mend(what, mended, ex);
            throw failure(what, ex);
        }
    }

    private void mend(String what, RowFile file, RuntimeException fault) {
        try {
            upkeep.mend(file, fault);
        }
        catch (RuntimeException ex) {
            ex.addSuppressed(fault);
            throw failure(what, ex);
        }
    }

    private RowStoreException failure(String what, RuntimeException cause) {
        return cause instanceof RowStoreException failed ? failed : new RowStoreException(
                "Store in '%s' could not %s".formatted(directory.path(), what), cause);
    }

    private @Nullable Row get(RowFile file, byte[] key) {
        StoredRow stored = file.get(key);
        if (stored == null) {
            return null;
        }
        Row row = stored.verified(key);
        if (row == null) {
            removeDamaged(key);
        }
        return row;
    }

    private void removeDamaged(byte[] key) {
        upkeep.change((changes) -> {
            StoredRow stored = changes.file().get(key);
            if (stored != null && stored.verified(key) == null) {
                changes.remove(key);
                damagedRows.increment();
            }
            return null;
        });
    }

    private void put(byte[] key, StoredRow row) {
        upkeep.change((changes) -> {
            if (key.length + (long) row.bytes() > Math.min(settings.maximumBytes(), LARGEST_ROW_BYTES)) {
                changes.remove(key);
                evictions.increment();
                return null;
            }
            changes.put(key, row);
            while (changes.rowBytes() > settings.maximumBytes() && changes.file().entries() > 0) {
                changes.remove(oldestOfSome(changes.file()));
                evictions.increment();
            }
            return null;
        });
    }

    private long remove(KeyRange range) {
        long removed = 0;
        byte[] from = range.from();
        while (from != null) {
            byte[] start = from;
            List<byte[]> keys = upkeep.change((changes) -> {
                List<byte[]> found = changes.file().keys(range, start, KEYS_A_BATCH);
                found.forEach(changes::remove);
                return found;
            });
            removed += keys.size();
            from = keys.size() < KEYS_A_BATCH ? null : keys.get(keys.size() - 1);
        }
        return removed;
    }

    private static byte[] oldestOfSome(RowFile file) {
        byte[] start = file.keyAt(ThreadLocalRandom.current().nextLong(file.entries()));
        byte[] oldest = start;
        long oldestMicros = Long.MAX_VALUE;
        Cursor<byte[], StoredRow> cursor = file.cursor(start);
        for (int index = 0; index < EVICTION_SAMPLE && cursor.hasNext(); index++) {
            byte[] key = cursor.next();
            Row row = cursor.getValue().unverified();
            if (row == null) {
                return key;
            }
            if (row.cachedAtMicros() < oldestMicros) {
                oldest = key;
                oldestMicros = row.cachedAtMicros();
            }
        }
        return oldest;
    }

}
