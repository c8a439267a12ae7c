package io.tidemark.journal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

import io.tidemark.journal.FileHeader.Kind;
import io.tidemark.journal.SnapshotReader.Snapshot;

/**
 * The snapshots that are there: takes them, keeps the two newest, deletes the segments that the older one does not
 * need, and says when the next one is due. Thread-safe; one is taken at a time.
 */
final class Snapshots {

    private static final int KEPT = 2;

    // So the disk holds a few times what is in the map, however small that is.
    private static final int LOG_PER_SNAPSHOT = 2;

    private final FileLayer files;

    private final JournalSettings settings;

    private final Log log;

    private final KeyLocks locks;

    private final JournalledMap map;

    private final SnapshotWriter writer;

    private final LongSupplier clock;

    private final Deque<Snapshot> kept;

    private long nextNumber;

    private volatile int count;

    private volatile long bytes;

    private volatile long lastBytes;

    private volatile long lastLsn;

    private volatile long lastAtMillis;

    // What of the log was appended before the last snapshot; negative as far as it is older than this process.
    private volatile long appendedBefore;

    private volatile long taken;

    private volatile long failed;

    Snapshots(FileLayer files, JournalSettings settings, Log log, KeyLocks locks, JournalledMap map,
            SnapshotWriter writer, LongSupplier clock, Recovery.Recovered recovered) {
        this.files = files;
        this.settings = settings;
        this.log = log;
        this.locks = locks;
        this.map = map;
        this.writer = writer;
        this.clock = clock;
        this.kept = new ArrayDeque<>(recovered.snapshots());
        this.nextNumber = recovered.nextSnapshot();
        this.lastLsn = kept.isEmpty() ? 0 : kept.getLast().lsn();
        this.lastAtMillis = clock.getAsLong();
        this.appendedBefore = -recovered.segments().stream()
            .filter(segment -> segment.firstLsn() > lastLsn)
            .mapToLong(Segments.Segment::bytes)
            .sum();
        sum();
    }

    /** Takes a snapshot now, and deletes what is not needed any more. */
    synchronized void take() throws IOException {
        boolean complete = false;
        try {
            boolean refusing = log.isRefusing();
            if (!refusing) {
                log.finishSegment();
            }
            long appended = log.appendedBytes();
            long lsn = log.lastLsn();
            // Nothing is written while it refuses, so there is nothing to force, or nothing that can be.
            LongSupplier forcedLog = refusing ? () -> lsn : () -> forceLog(lsn);
            Snapshot snapshot = writer.write(nextNumber, lsn, map, forcedLog);
            log.supersede(snapshot.lastLsn());
            nextNumber++;
            kept.addLast(snapshot);
            lastLsn = lsn;
            lastAtMillis = clock.getAsLong();
            appendedBefore = appended;
            taken++;
            prune();
            complete = true;
        }
        finally {
            failed += complete ? 0 : 1;
        }
    }

    /** Whether it is time, after so many changes, or the log is long. */
    boolean isDue() {
        boolean timely = clock.getAsLong() - lastAtMillis >= settings.snapshotInterval().toMillis()
                && log.lastLsn() - lastLsn >= settings.snapshotWrites();
        long enough = Math.max(settings.minimumLogBytes(), LOG_PER_SNAPSHOT * lastBytes);
        return timely || logBytes() >= Math.min(enough, settings.maximumLogBytes());
    }

    /** Whether the log is so long that changes had better wait for a snapshot. */
    boolean isOverdue() {
        return logBytes() >= 2 * settings.maximumLogBytes();
    }

    /** Takes the snapshots that turned out to be damaged out of the list. */
    synchronized void forget(List<String> names) {
        kept.removeIf(snapshot -> names.contains(Kind.SNAPSHOT.fileName(snapshot.number())));
        sum();
    }

    int count() {
        return count;
    }

    long bytes() {
        return bytes;
    }

    long taken() {
        return taken;
    }

    long failed() {
        return failed;
    }

    long lastLsn() {
        return lastLsn;
    }

    long lastAtMillis() {
        return lastAtMillis;
    }

    // What is in the snapshot needs no log.
    private long forceLog(long lsn) {
        // What was seen in the map must be in the log, and may be on its way to it.
        locks.awaitHolders();
        return log.syncAfter(lsn);
    }

    private long logBytes() {
        return log.appendedBytes() - appendedBefore;
    }

    private void prune() throws IOException {
        while (kept.size() > KEPT) {
            files.delete(Kind.SNAPSHOT.fileName(kept.getFirst().number()));
            kept.removeFirst();
        }
        sum();
        if (kept.size() == KEPT) {
            // Oldest first, and while others write: it takes long to delete what is large.
            for (String segment : log.takeUpTo(kept.getFirst().lsn())) {
                files.delete(segment);
            }
        }
        files.forceNames();
    }

    private void sum() {
        count = kept.size();
        bytes = kept.stream().mapToLong(Snapshot::bytes).sum();
        lastBytes = kept.isEmpty() ? 0 : kept.getLast().bytes();
    }

}
