package io.tidemark.projection.cache;

import java.io.Closeable;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import io.tidemark.journal.Journal;
import io.tidemark.journal.JournalException;
import io.tidemark.journal.JournalSettings;
import io.tidemark.journal.JournalStatistics;
import io.tidemark.journal.JournalledMap;
import io.tidemark.journal.RecoveryListener;
import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;
import io.tidemark.projection.CacheFailedException;
import io.tidemark.projection.CacheUsage;
import io.tidemark.projection.CachedRow;

import org.jspecify.annotations.Nullable;

/** Rows in memory and their journal, which the caches of one directory share. */
final class JournalledRows implements Closeable {

    // To look at all loaded keys for so many deletions costs about half of what it costs to admit the rows.
    private static final int DELETIONS_PER_ADMISSION = 64;

    private final CaffeineProjectionCache memory;

    private final LongAdder undecodable = new LongAdder();

    private final int maximumRecordBytes;

    private final Journal journal;

    private final Thread admitting;

    private JournalledRows(CaffeineProjectionCache memory, JournalSettings settings, RecoveryListener listener) {
        this.memory = memory;
        this.maximumRecordBytes = settings.maximumRecordBytes();
        this.journal = Journal.open(settings, new Rows(), listener);
        memory.endLoad();
        this.admitting = new Thread(memory::admitLoaded, "tidemark-journal-rows");
        this.admitting.setDaemon(true);
        this.admitting.start();
    }

    static JournalledRows open(long maximumBytes, Compression compression, JournalSettings settings,
            RecoveryListener listener) {
        CaffeineProjectionCache memory = new CaffeineProjectionCache(maximumBytes, compression);
        try {
            return new JournalledRows(memory, settings, listener);
        }
        catch (JournalException ex) {
            throw new CacheFailedException(ex.getMessage(), ex);
        }
    }

    CaffeineProjectionCache memory() {
        return memory;
    }

    Journal journal() {
        return journal;
    }

    void put(KeyPath key, CachedRow row) {
        byte[] path = key.sharedBytes();
        byte[] head = LoggedRow.encodeHead(row);
        byte[] value = row.value();
        run(log -> {
            if (path.length + (long) head.length + value.length + Journal.RECORD_OVERHEAD_BYTES > maximumRecordBytes) {
                // In memory only, and after a restart no row rather than the one before.
                log.delete(path, () -> memory.put(key, row));
            }
            else {
                log.put(path, head, value, Journal.NEVER, () -> memory.put(key, row));
            }
        });
    }

    long deletePrefix(KeyPrefix prefix) {
        long[] count = new long[1];
        run(log -> log.deletePrefix(prefix.toBytes(), () -> count[0] = memory.deletePrefix(prefix)));
        return count[0];
    }

    long deleteAllBut(KeyPrefix prefix, KeyPrefix kept) {
        long[] count = new long[1];
        run(log -> log.deletePrefixExcept(prefix.toBytes(), kept.toBytes(),
                () -> count[0] = memory.deleteAllBut(prefix, kept)));
        return count[0];
    }

    void run(Consumer<Journal> action) {
        try {
            action.accept(journal);
        }
        catch (JournalException | IllegalStateException ex) {
            throw new CacheFailedException(ex.getMessage(), ex);
        }
    }

    CacheUsage usage() {
        CacheUsage usage = memory.usage();
        JournalStatistics disk = journal.statistics();
        return new CacheUsage(usage.entries(), usage.bytes(), disk.logBytes() + disk.snapshotBytes(),
                usage.evictions(), journal.recovery().damages() + undecodable.sum()
                        + memory.unreadableCount());
    }

    @Override
    public void close() {
        try {
            run(Journal::close);
        }
        finally {
            memory.close();
            awaitAdmission();
        }
    }

    private void awaitAdmission() {
        boolean interrupted = Thread.interrupted();
        while (admitting.isAlive()) {
            try {
                admitting.join();
            }
            catch (InterruptedException ex) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Rows implements JournalledMap {

        private int deletions;

        @Override
        public void put(byte[] key, byte[] value, long expiresAtMillis) {
            if (LoggedRow.isIn(value)) {
                memory.load(key, value);
            }
            else {
                undecodable.increment();
            }
        }

        @Override
        public void delete(byte[] key) {
            memory.delete(KeyPath.decode(key));
        }

        @Override
        public void deletePrefix(byte[] prefix, byte @Nullable [] kept) {
            if (++deletions % DELETIONS_PER_ADMISSION == 0) {
                memory.admitLoaded();
            }
            if (kept == null) {
                memory.deletePrefix(KeyPrefix.decode(prefix));
            }
            else {
                memory.deleteAllBut(KeyPrefix.decode(prefix), KeyPrefix.decode(kept));
            }
        }

        @Override
        public void expire(byte[] key, long expiresAtMillis) {
            // Rows have no end: they are verified by their position.
            delete(key);
        }

        @Override
        public void clear() {
            memory.deletePrefix(KeyPath.root().asPrefix());
        }

        @Override
        public void forEach(EntrySink sink) {
            memory.forEach((key, row) -> sink.accept(key.sharedBytes(), LoggedRow.encodeHead(row), row.value(),
                    Journal.NEVER));
        }

    }

}
