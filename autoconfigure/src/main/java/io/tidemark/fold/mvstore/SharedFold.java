package io.tidemark.fold.mvstore;

import java.io.Closeable;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.tidemark.directory.StoreDirectory;
import io.tidemark.fold.DamagedFoldException;
import io.tidemark.fold.FoldKeys;
import io.tidemark.fold.FoldStoreException;
import io.tidemark.fold.FoldWriterException;
import io.tidemark.fold.KvEntry;
import io.tidemark.fold.KvUpdate;

import org.h2.mvstore.Cursor;
import org.jspecify.annotations.Nullable;

/** The fold of a directory, which the contexts of a process share: all may read, one at a time may write. */
final class SharedFold implements Closeable {

    private final StoreDirectory directory;

    private final FoldKeeper keeper;

    private final AtomicReference<@Nullable Object> writer = new AtomicReference<>();

    private SharedFold(StoreDirectory directory, FoldKeeper keeper) {
        this.directory = directory;
        this.keeper = keeper;
    }

    static SharedFold open(MvStoreFoldSettings settings, FoldLimits limits) {
        StoreDirectory directory = StoreDirectory.open(settings.directory(), "fold-mvstore-1", settings.lockTimeout());
        boolean opened = false;
        try {
            SharedFold fold = new SharedFold(directory, FoldKeeper.open(directory.path(), settings, limits));
            opened = true;
            return fold;
        }
        catch (FoldStoreException ex) {
            throw ex;
        }
        catch (RuntimeException ex) {
            throw new FoldStoreException("Fold store '%s' could not be opened".formatted(settings.directory()), ex);
        }
        finally {
            if (!opened) {
                directory.close();
            }
        }
    }

    FoldKeeper keeper() {
        return keeper;
    }

    /** Makes {@code who} the writer until it leaves, unless another is. */
    void requireWriter(Object who) {
        if (writer.get() != who && !writer.compareAndSet(null, who)) {
            throw new FoldWriterException(directory.path().toString());
        }
    }

    /** Lets others write, if {@code who} did. */
    void leave(Object who) {
        writer.compareAndSet(who, null);
    }

    void apply(List<KvUpdate> batch, io.tidemark.fold.@Nullable Cursor cursor) {
        keeper.apply(Change.of(batch), cursor);
    }

    @Nullable KvEntry get(String key) {
        byte[] bytes = FoldKeys.encode(key);
        Committed committed = keeper.committed();
        try {
            return entry(key, bytes, committed.get(bytes));
        }
        catch (RuntimeException ex) {
            return getAgain(key, bytes, committed, ex);
        }
    }

    void forEachInRange(String prefix, Consumer<? super KvEntry> action) {
        byte[] start = FoldKeys.encode(prefix);
        FoldFile file = keeper.acquire();
        // In this order: what is committed once a version is held stays readable until it is given back.
        var held = file.file().store().registerVersionUsage();
        try {
            Cursor<byte[], byte[]> cursor = attempt(file, () -> file.committed().from(start));
            KvEntry entry = attempt(file, () -> next(cursor, start));
            while (entry != null) {
                action.accept(entry);
                entry = attempt(file, () -> next(cursor, start));
            }
        }
        finally {
            file.file().store().deregisterVersionUsage(held);
            file.release();
        }
    }

    @Override
    public void close() {
        try {
            keeper.close();
        }
        catch (FoldStoreException ex) {
            throw ex;
        }
        catch (RuntimeException ex) {
            throw new FoldStoreException("Fold store '%s' could not be closed".formatted(directory.path()), ex);
        }
        finally {
            directory.close();
        }
    }

    // The file may have been replaced, its pages overwritten, or a failed write may have closed it, all in the meantime.
    private @Nullable KvEntry getAgain(String key, byte[] bytes, Committed before, RuntimeException fault) {
        Committed last = before;
        RuntimeException cause = fault;
        while (true) {
            if (last.file().file().isClosed()) {
                keeper.awaitMending();
            }
            Committed now = keeper.committed();
            if (now == last) {
                throw keeper.failure("be read", now.file(), cause);
            }
            try {
                return entry(key, bytes, now.get(bytes));
            }
            catch (RuntimeException ex) {
                last = now;
                cause = ex;
            }
        }
    }

    private <T extends @Nullable Object> T attempt(FoldFile file, Reading<T> reading) {
        try {
            return reading.read();
        }
        catch (RuntimeException ex) {
            throw keeper.failure("be read", file, ex);
        }
    }

    private static @Nullable KvEntry entry(String key, byte[] bytes, byte @Nullable [] record) {
        return record == null ? null : EntryCodec.decode(key, bytes, record);
    }

    private static @Nullable KvEntry next(Cursor<byte[], byte[]> cursor, byte[] start) {
        if (!cursor.hasNext()) {
            return null;
        }
        byte[] key = cursor.next();
        if (Arrays.compareUnsigned(key, start) < 0) {
            throw new DamagedFoldException("Keys must ascend, did not: reset the store", null);
        }
        boolean within = key.length >= start.length && Arrays.equals(key, 0, start.length, start, 0, start.length);
        return within ? EntryCodec.decode(FoldKeys.decode(key), key, cursor.getValue()) : null;
    }

    @FunctionalInterface
    private interface Reading<T extends @Nullable Object> {

        T read();

    }

}
