package io.tidemark.mvstore;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;


import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * One file of rows, in the order of their keys.
 * <p>
 * Reads may come from any thread, writes from one at a time. Commits, syncs and what closes the file belong to a thread
 * that nobody interrupts. Every fault is a {@link RuntimeException} of the store's choice.
 */
final class RowFile {

    static final String NAME = "rows";

    private final StoreFile file;

    private final MVMap<byte[], StoredRow> rows;

    private final long rowBytes;

    private RowFile(StoreFile file, MVMap<byte[], StoredRow> rows, long rowBytes) {
        this.file = file;
        this.rows = rows;
        this.rowBytes = rowBytes;
    }

    /** Returns the rows of {@code file}. */
    static RowFile of(StoreFile file) {
        MVMap<byte[], StoredRow> rows = file.store().openMap(NAME, new MVMap.Builder<byte[], StoredRow>()
            .keyType(new BytesType()).valueType(new RowType()));
        return new RowFile(file, rows, file.contentBytesAtClose().orElseGet(() -> countBytes(rows)));
    }

    private static long countBytes(MVMap<byte[], StoredRow> rows) {
        long bytes = 0;
        for (Cursor<byte[], StoredRow> cursor = rows.cursor(null); cursor.hasNext();) {
            byte[] key = cursor.next();
            bytes += key.length + cursor.getValue().bytes();
        }
        return bytes;
    }

    Path path() {
        return file.path();
    }

    /** Returns the bytes of all rows as they were when the file was opened. */
    long rowBytesAtOpening() {
        return rowBytes;
    }

    long entries() {
        return rows.sizeAsLong();
    }

    long diskBytes() {
        return file.diskBytes();
    }

    /** Returns about how many bytes the next commit writes. */
    long unsavedBytes() {
        return file.unsavedBytes();
    }

    @Nullable StoredRow get(byte[] key) {
        return rows.get(key);
    }

    /** Returns the row that was there. */
    @Nullable StoredRow put(byte[] key, StoredRow row) {
        return uninterrupted(() -> rows.put(key, row));
    }

    /** Returns the row that was there. */
    @Nullable StoredRow remove(byte[] key) {
        return uninterrupted(() -> rows.remove(key));
    }

    /** Returns the rows from {@code from} on, both ends of the file if null. Must not be used for long. */
    Cursor<byte[], StoredRow> cursor(byte @Nullable [] from) {
        return rows.cursor(from);
    }

    /** Returns the first keys of {@code range} from {@code from} on, at most {@code limit}. */
    List<byte[]> keys(KeyRange range, byte[] from, int limit) {
        List<byte[]> keys = new ArrayList<>();
        Iterator<byte[]> iterator = rows.keyIterator(from);
        while (keys.size() < limit && iterator.hasNext()) {
            byte[] key = iterator.next();
            if (range.isBefore(key)) {
                break;
            }
            keys.add(key);
        }
        return keys;
    }

    byte[] keyAt(long index) {
        return rows.getKey(index);
    }

    /** Writes all changes so that they survive the process, if not the machine. */
    void commit() {
        file.commit();
    }

    /** As {@link #commit()}, and no state of the file from before is accepted from now on. */
    void commitForGood() {
        file.commitForGood();
    }

    /** As {@link #commit()}, and all of it survives the machine, if the file holds by then. */
    void force() {
        file.force();
    }

    /** As {@link #commitForGood()}, and all of it survives the machine. From now on the file holds. */
    void sync() {
        file.sync();
    }

    /** Writes all changes and closes. If the store gave up before, they are lost. */
    void close(long bytes) {
        file.close(bytes);
    }

    /** Closes without writing anything. */
    void abandon() {
        file.abandon();
    }

    /** Closes and deletes the file. */
    void discard() {
        file.discard();
    }

    /** Whether the store gave up, or was closed. */
    boolean isClosed() {
        return file.isClosed();
    }

    // The store may sleep when it competes with its own housekeeping, and throws if it is woken by an interrupt.
    private static <T> T uninterrupted(Supplier<T> operation) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return operation.get();
                }
                catch (RuntimeException ex) {
                    if (!(ex.getCause() instanceof InterruptedException)) {
                        throw ex;
                    }
                    interrupted = true;
                }
            }
        }
        finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

}
