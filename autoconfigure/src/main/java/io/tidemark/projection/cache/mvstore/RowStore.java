package io.tidemark.projection.cache.mvstore;

import java.io.Closeable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

import io.tidemark.directory.StoreDirectory;
import io.tidemark.projection.CacheFailedException;
import io.tidemark.projection.CacheUsage;
import io.tidemark.projection.CachedRow;

import org.h2.mvstore.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a directory: reads and writes of the file at hand, which {@link Upkeep} commits, replaces and mends.
 * <p>
 * Every operation is tried twice, since a fault of the file may have been mended by then; what is left is a
 * {@link CacheFailedException}. A failed deletion may have removed some rows.
 */
final class RowStore implements Closeable {

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

    static RowStore open(Path path, Settings settings, Duration lockTimeout) {
        StoreDirectory directory = StoreDirectory.open(path, "projection-mvstore-1", lockTimeout);
        boolean opened = false;
        try {
            RowStore store = new RowStore(directory, settings, Upkeep.open(directory.path(), settings));
            opened = true;
            return store;
        }
        catch (RuntimeException ex) {
            throw new CacheFailedException("Projection cache in '%s' could not be opened".formatted(path), ex);
        }
        finally {
            if (!opened) {
                directory.close();
            }
        }
    }

    @Nullable CachedRow get(byte[] key) {
        RowFile file = upkeep.current();
        try {
            return get(file, key);
        }
        catch (RuntimeException ex) {
            return attempt("read", (again) -> get(again, key));
        }
    }

    void put(byte[] key, CachedRow row) {
        StoredRow stored = StoredRow.of(key, row);
        attempt("write", (file) -> {
            put(key, stored);
            return null;
        });
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

    void sync() {
        attempt("sync", (file) -> {
            upkeep.run(RowFile::sync);
            return null;
        });
    }

    CacheUsage usage() {
        return attempt("measure", (file) -> new CacheUsage(file.entries(), upkeep.rowBytes(), upkeep.diskBytes(),
                evictions.sum(), damagedRows.sum() + upkeep.damagedFiles()));
    }

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

    private CacheFailedException failure(String what, RuntimeException cause) {
        return cause instanceof CacheFailedException failed ? failed : new CacheFailedException(
                "Projection cache in '%s' could not %s".formatted(directory.path(), what), cause);
    }

    private @Nullable CachedRow get(RowFile file, byte[] key) {
        StoredRow stored = file.get(key);
        if (stored == null) {
            return null;
        }
        CachedRow row = stored.verified(key);
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
            CachedRow row = cursor.getValue().unverified();
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
