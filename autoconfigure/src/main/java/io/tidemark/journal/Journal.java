package io.tidemark.journal;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.tidemark.directory.StoreDirectory;

/**
 * Makes a map in memory survive the end of its process.
 * <p>
 * Each change is in a log before it is acknowledged; snapshots of the whole map keep the log short. Opening fills the
 * map from both. What is acknowledged when, and what of it a power failure can take, is said at {@link FsyncPolicy};
 * what is left is always a state that once was, up to a point in the history of all changes, unless
 * {@link DamagePolicy#SKIP} was chosen.
 * <p>
 * Where the disk is full or fails, changes happen in memory and throw {@link JournalException}; the journal goes on by
 * itself when it can, and then writes what it missed.
 * <p>
 * Thread-safe, and safe from interrupts: a thread that waits for the log waits on, its interrupt flag stays set.
 */
public final class Journal extends RecordedChanges implements Closeable {

    /** The end of an entry that has none. */
    public static final long NEVER = Long.MAX_VALUE;

    /** How many bytes a change takes at most beside its key and value. */
    public static final int RECORD_OVERHEAD_BYTES = RecordCodec.HEADER_BYTES + Long.BYTES;

    private static final String KIND = "journal-1";

    private final AtomicBoolean closed = new AtomicBoolean();

    private final JournalSettings settings;

    private final JournalCore core;

    private final Runnable threads;

    private final Runnable lock;

    private Journal(JournalSettings settings, JournalCore core, Runnable threads, Runnable lock) {
        this.settings = settings;
        this.core = core;
        this.threads = threads;
        this.lock = lock;
    }

    /**
     * Opens the journal and fills {@code map} with what it holds.
     * @param map empty, and not used by anybody else until this returns
     * @throws io.tidemark.directory.StoreDirectoryException if the directory is in use, not ours or not usable
     * @throws JournalException if the files can't be read, or are damaged and {@link DamagePolicy#FAIL} was chosen
     */
    public static Journal open(JournalSettings settings, JournalledMap map, RecoveryListener listener) {
        StoreDirectory directory = StoreDirectory.open(settings.directory(), KIND, settings.lockTimeout());
        boolean opened = false;
        try {
            DiskFiles files = new DiskFiles(directory.path());
            JournalCore core = JournalCore.open(files, settings, map, listener, System::currentTimeMillis);
            Journal journal = new Journal(settings, core, new Upkeep(core, settings)::close, directory::close);
            opened = true;
            return journal;
        }
        catch (IOException ex) {
            throw new JournalException("Journal in '%s' must be readable, failed with %s: repair the directory or use "
                .formatted(directory.path(), ex) + "another", ex);
        }
        finally {
            if (!opened) {
                directory.close();
            }
        }
    }

    /** Opens a journal that has no threads: its upkeep is up to the caller. */
    static Journal over(JournalCore core, JournalSettings settings) {
        return new Journal(settings, core, () -> { }, () -> { });
    }

    /** Makes the changes of {@code work}, and acknowledges them together when it returns, which costs less than each alone. */
    public void together(Consumer<JournalChanges> work) {
        List<Batch> batches = new ArrayList<>();
        try {
            work.accept(new RecordedChanges() {

                @Override
                void make(Record record, Runnable inMemory) {
                    Batch batch = change(record, inMemory);
                    if (batches.isEmpty() || batches.get(batches.size() - 1) != batch) {
                        batches.add(batch);
                    }
                }

            });
        }
        finally {
            acknowledge(batches);
        }
    }

    /**
     * Forces everything that was acknowledged to the storage device.
     * @throws JournalException if that failed
     */
    public void sync() {
        requireOpen();
        core.log().sync();
    }

    /**
     * Takes a snapshot now, whether or not one is due.
     * @throws JournalException if that failed; the one before is still there
     */
    public void snapshot() {
        requireOpen();
        try {
            core.snapshot();
        }
        catch (IOException ex) {
            throw new JournalException("Journal must be able to write a snapshot, failed with %s: see to the disk"
                .formatted(ex), ex);
        }
    }

    /** Returns what was found when this was opened. */
    public RecoveryReport recovery() {
        return core.recovery();
    }

    /** Returns how it is now. */
    public JournalStatistics statistics() {
        return core.statistics();
    }

    /**
     * Writes and forces what was acknowledged, ends the threads and gives the directory back.
     * @throws JournalException if the log can't be forced; the journal is closed all the same
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            threads.run();
            try {
                core.close();
            }
            finally {
                lock.run();
            }
        }
    }

    @Override
    void make(Record record, Runnable inMemory) {
        core.log().await(change(record, inMemory));
    }

    private Batch change(Record record, Runnable inMemory) {
        requireOpen();
        requireSize(record);
        core.relieve();
        RecordCodec.Encodable encodable = RecordCodec.encodable(record, settings.compression());
        // In memory first: a snapshot that is told the number of a record in the log finds that change in the map.
        if (record.op().isOfOneKey()) {
            ReentrantLock lock = core.locks().of(record.key());
            lock.lock();
            try {
                return changeLocked(encodable, inMemory);
            }
            finally {
                lock.unlock();
            }
        }
        core.locks().lockAll();
        try {
            return changeLocked(encodable, inMemory);
        }
        finally {
            core.locks().unlockAll();
        }
    }

    private Batch changeLocked(RecordCodec.Encodable record, Runnable inMemory) {
        // Again: a close waits for those who are here already.
        requireOpen();
        inMemory.run();
        return core.log().append(record);
    }

    private void acknowledge(List<Batch> batches) {
        JournalException failure = null;
        for (Batch batch : batches) {
            try {
                core.log().await(batch);
            }
            catch (JournalException ex) {
                failure = ex;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("Journal in '%s' must be open, was closed: open it again"
                .formatted(settings.directory()));
        }
    }

    private void requireSize(Record record) {
        long size = RecordCodec.size(record);
        if (size > settings.maximumRecordBytes()) {
            throw new IllegalArgumentException("Change must take at most %d bytes, was %d: raise maximumRecordBytes"
                .formatted(settings.maximumRecordBytes(), size));
        }
    }

}
