package io.tidemark.mvstore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.tidemark.mvstore.FileHeader.State;

import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * One file of rows, in the order of their keys.
 * <p>
 * Reads may come from any thread, writes from one at a time. Commits, syncs and what closes the file belong to a thread
 * that nobody interrupts: the store waits for its own threads and would not notice that it was woken too early.
 * Every fault is a {@link RuntimeException} of the store's choice.
 */
final class RowFile {

    private static final int PAGE_BYTES = 4096;

    // Bounds only how much the store moves about at a time, since commits follow our own rules.
    private static final int HOUSEKEEPING_KILOBYTES = 2048;

    private static final String MAP = "rows";

    private final Path path;

    private final CheckedFile file;

    private final MVStore store;

    private final MVMap<byte[], StoredRow> rows;

    private final long rowBytes;

    private long requiredVersion = -1;

    private RowFile(Path path, CheckedFile file, MVStore store, MVMap<byte[], StoredRow> rows, long rowBytes) {
        this.path = path;
        this.file = file;
        this.store = store;
        this.rows = rows;
        this.rowBytes = rowBytes;
    }

    /** Creates a file that does not hold until it is {@linkplain #sync() synced}. */
    static RowFile create(Path path, Settings settings) throws IOException {
        CheckedFile file = CheckedFile.create(path);
        boolean marked = false;
        try {
            file.writeHeader(new FileHeader(State.BUILDING, 0, 0));
            marked = true;
        }
        finally {
            if (!marked) {
                file.close();
            }
        }
        return start(path, file, settings, new FileHeader(State.OPEN, 0, 0));
    }

    /**
     * Opens a file, or returns null if it never came to hold.
     * @throws DamagedFileException if it is not as it was written
     */
    static @Nullable RowFile open(Path path, Settings settings) throws IOException {
        CheckedFile file = CheckedFile.open(path);
        FileHeader header = file.readHeader();
        if (header == null || header.state() == State.BUILDING) {
            file.close();
            if (header == null) {
                throw new DamagedFileException("File '%s' must have a header, had none".formatted(path));
            }
            return null;
        }
        RowFile opened = start(path, file, settings, header);
        boolean marked = false;
        try {
            file.writeHeader(new FileHeader(State.OPEN, header.version(), 0));
            marked = true;
            return opened;
        }
        finally {
            if (!marked) {
                opened.abandon();
            }
        }
    }

    private static RowFile start(Path path, CheckedFile file, Settings settings, FileHeader header)
            throws IOException {
        MVStore store = null;
        boolean started = false;
        try {
            store = openStore(path, file, settings);
            long version = store.getCurrentVersion();
            if (version < header.version()) {
                throw new DamagedFileException("File '%s' must have version %d, had %d"
                    .formatted(path, header.version(), version));
            }
            MVMap<byte[], StoredRow> rows = store.openMap(MAP, new MVMap.Builder<byte[], StoredRow>()
                .keyType(new KeyType()).valueType(new RowType()));
            boolean counted = header.state() == State.CLOSED && version == header.version();
            long rowBytes = counted ? header.rowBytes() : countBytes(rows);
            started = true;
            return new RowFile(path, file, store, rows, rowBytes);
        }
        catch (RuntimeException ex) {
            throw new DamagedFileException("File '%s' must be a store, was not readable".formatted(path), ex);
        }
        finally {
            if (!started) {
                if (store != null) {
                    store.closeImmediately();
                }
                file.close();
            }
        }
    }

    private static MVStore openStore(Path path, CheckedFile file, Settings settings) throws IOException {
        Map<String, Object> limits = Map.of("cacheSize", settings.pageCacheMegabytes(), "pageSplitSize", PAGE_BYTES);
        MVStore.Builder builder = new MVStore.Builder().autoCommitBufferSize(HOUSEKEEPING_KILOBYTES)
            .adoptFileStore(new CheckedFileStore(file, path.toString(), limits))
            // A failed store has closed itself, which whoever uses it next finds out and mends.
            .backgroundExceptionHandler((thread, failure) -> { });
        return (settings.compression() == PageCompression.LZF ? builder.compress() : builder).open();
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
        return path;
    }

    /** Returns the bytes of all rows as they were when the file was opened. */
    long rowBytesAtOpening() {
        return rowBytes;
    }

    long entries() {
        return rows.sizeAsLong();
    }

    long diskBytes() {
        return CheckedFile.diskBytes(store.getFileStore().size());
    }

    /** Returns about how many bytes the next commit writes. */
    long unsavedBytes() {
        return Math.max(0, store.getUnsavedMemory());
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
        store.commit();
        // A commit that the store's timer began may still be under way; this waits for it.
        store.executeFilestoreOperation(() -> { });
    }

    /** As {@link #commit()}, and no state of the file from before is accepted from now on. */
    void commitForGood() {
        commit();
        require(store.getCurrentVersion());
    }

    /** As {@link #commit()}, and all of it survives the machine, if the file holds by then. */
    void force() {
        commit();
        store.sync();
    }

    /** As {@link #commitForGood()}, and all of it survives the machine. From now on the file holds. */
    void sync() {
        commit();
        long version = store.getCurrentVersion();
        // In this order, so that no power failure leaves a header that asks for more than there is.
        store.sync();
        require(version);
        store.sync();
    }

    /** Writes all changes and closes. If the store gave up before, they are lost. */
    void close(long bytes) {
        if (isClosed()) {
            abandon();
            return;
        }
        try {
            store.close();
            unchecked(() -> file.writeHeader(new FileHeader(State.CLOSED, store.getCurrentVersion(), bytes)));
            unchecked(file::force);
        }
        finally {
            abandon();
        }
    }

    /** Closes without writing anything. */
    void abandon() {
        store.closeImmediately();
        unchecked(file::close);
    }

    /** Closes and deletes the file. */
    void discard() {
        abandon();
        unchecked(() -> Files.deleteIfExists(path));
    }

    /** Whether the store gave up, or was closed. */
    boolean isClosed() {
        return store.isClosed();
    }

    private void require(long version) {
        if (version != requiredVersion) {
            unchecked(() -> file.writeHeader(new FileHeader(State.OPEN, version, 0)));
            requiredVersion = version;
        }
    }

    private static void unchecked(FileOperation operation) {
        try {
            operation.run();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
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

    @FunctionalInterface
    private interface FileOperation {

        void run() throws IOException;

    }

}
