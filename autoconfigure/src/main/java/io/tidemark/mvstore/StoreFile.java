package io.tidemark.mvstore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.OptionalLong;

import io.tidemark.mvstore.FileHeader.State;
import io.tidemark.mvstore.StoreSettings.Commits;

import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * A file of MVStore, which says of itself whether it holds, whether it was closed in order, and how far it must be.
 * <p>
 * Commits, syncs and what closes the file belong to a thread that nobody interrupts: the store waits for its own
 * threads and would not notice that it was woken too early. Every fault but of opening is a {@link RuntimeException} of
 * the store's choice.
 */
public final class StoreFile {

    private static final String UNMARKED = "created.new";

    // Bounds only how much the store moves about at a time, since commits follow our own rules.
    private static final int HOUSEKEEPING_KILOBYTES = 2048;

    private final Path path;

    private final CheckedFile file;

    private final MVStore store;

    private final FileHeader found;

    private long requiredVersion = -1;

    private long writtenAtSync;

    private StoreFile(Path path, CheckedFile file, MVStore store, FileHeader found) {
        this.path = path;
        this.file = file;
        this.store = store;
        this.found = found;
    }

    /**
     * Creates a file that does not hold until it is {@linkplain #sync() synced}.
     * @throws IOException if it can't be created
     */
    public static StoreFile create(Path path, StoreSettings settings) throws IOException {
        // Under another name first, so that a process that is killed leaves no file without a header.
        Path unmarked = path.resolveSibling(UNMARKED);
        Files.deleteIfExists(unmarked);
        try (CheckedFile file = CheckedFile.create(unmarked)) {
            file.writeHeader(new FileHeader(State.BUILDING, 0, 0));
        }
        Files.move(unmarked, path, StandardCopyOption.ATOMIC_MOVE);
        return start(path, CheckedFile.open(path), settings, new FileHeader(State.OPEN, 0, 0));
    }

    /**
     * Opens a file, or returns null if it never came to hold.
     * @throws DamagedFileException if it is not as it was written
     * @throws IOException if it can't be read
     */
    public static @Nullable StoreFile open(Path path, StoreSettings settings) throws IOException {
        CheckedFile file = CheckedFile.open(path);
        FileHeader header = file.readHeader();
        if (header == null || header.state() == State.BUILDING) {
            file.close();
            if (header == null) {
                throw new DamagedFileException("File '%s' must have a header, had none".formatted(path));
            }
            return null;
        }
        StoreFile opened = start(path, file, settings, header);
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

    private static StoreFile start(Path path, CheckedFile file, StoreSettings settings, FileHeader header)
            throws IOException {
        MVStore store = null;
        boolean started = false;
        try {
            store = openStore(path, file, settings, header.version());
            long version = store.getCurrentVersion();
            if (version < header.version()) {
                throw new DamagedFileException("File '%s' must have version %d, had %d"
                    .formatted(path, header.version(), version));
            }
            started = true;
            return new StoreFile(path, file, store, header);
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

    private static MVStore openStore(Path path, CheckedFile file, StoreSettings settings, long forcedVersion)
            throws IOException {
        Map<String, Object> limits = Map.of("cacheSize", settings.pageCacheMegabytes(),
                "pageSplitSize", settings.pageBytes());
        boolean explicit = settings.commits() == Commits.EXPLICIT;
        // Off needs both: the first is the timer, the second how much may be unsaved.
        MVStore.Builder builder = explicit ? new MVStore.Builder().autoCommitDisabled().autoCommitBufferSize(0)
                : new MVStore.Builder().autoCommitBufferSize(HOUSEKEEPING_KILOBYTES);
        CheckedFileStore files = new CheckedFileStore(file, path.toString(), limits, forcedVersion);
        builder.adoptFileStore(files)
            // A failed store has closed itself, which whoever uses it next finds out and mends.
            .backgroundExceptionHandler((thread, failure) -> { });
        MVStore store = (settings.compressed() ? builder.compress() : builder).open();
        files.opened();
        return store;
    }

    /** Returns where the file is, or was when it was opened. */
    public Path path() {
        return path;
    }

    /** Returns the store, whose commits and end belong to this. */
    public MVStore store() {
        return store;
    }

    /** Whether the file was closed in order before it was opened, and is as it was then. */
    public boolean wasClosed() {
        return found.state() == State.CLOSED && store.getCurrentVersion() == found.version();
    }

    /** Returns the bytes that were given when the file was {@linkplain #close(long) closed}, if it was. */
    public OptionalLong contentBytesAtClose() {
        return wasClosed() ? OptionalLong.of(found.contentBytes()) : OptionalLong.empty();
    }

    /** Returns how large the file is. */
    public long diskBytes() {
        return CheckedFile.diskBytes(store.getFileStore().size());
    }

    /** Returns how many bytes were written since the file was opened or synced. */
    public long unsyncedBytes() {
        return file.writtenBytes() - writtenAtSync;
    }

    /** Returns about how many bytes the next commit writes. */
    public long unsavedBytes() {
        return Math.max(0, store.getUnsavedMemory());
    }

    /** Writes all changes so that they survive the process, if not the machine. */
    public void commit() {
        store.commit();
        // A commit that the store's timer began may still be under way; this waits for it.
        store.executeFilestoreOperation(() -> { });
    }

    /** As {@link #commit()}, and no state of the file from before is accepted from now on. */
    public void commitForGood() {
        commit();
        require(store.getCurrentVersion());
    }

    /** As {@link #commit()}, and all of it survives the machine, if the file holds by then. */
    public void force() {
        commit();
        store.sync();
    }

    /** As {@link #commitForGood()}, and all of it survives the machine. From now on the file holds. */
    public void sync() {
        commit();
        long version = store.getCurrentVersion();
        // In this order, so that no power failure leaves a header that asks for more than there is.
        store.sync();
        require(version);
        store.sync();
        writtenAtSync = file.writtenBytes();
    }

    /**
     * Writes all changes and closes. If the store gave up before, they are lost.
     * @param contentBytes what {@link #contentBytesAtClose()} returns when the file is opened again
     */
    public void close(long contentBytes) {
        if (isClosed()) {
            abandon();
            return;
        }
        try {
            store.close();
            unchecked(() -> file.writeHeader(new FileHeader(State.CLOSED, store.getCurrentVersion(), contentBytes)));
            unchecked(file::force);
        }
        finally {
            abandon();
        }
    }

    /** Closes without writing anything. */
    public void abandon() {
        store.closeImmediately();
        unchecked(file::close);
    }

    /** Closes and deletes the file. */
    public void discard() {
        abandon();
        unchecked(() -> Files.deleteIfExists(path));
    }

    /** Whether the store gave up, or was closed. */
    public boolean isClosed() {
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

    @FunctionalInterface
    private interface FileOperation {

        void run() throws IOException;

    }

}
