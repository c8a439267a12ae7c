package io.tidemark.journal;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.LongSupplier;

import io.tidemark.journal.LogReplay.RecoveredTail;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of an open journal, and the upkeep of them: forcing, snapshots, and repair after faults. */
final class JournalCore {

    private static final Logger LOGGER = LoggerFactory.getLogger(JournalCore.class);

    private static final long RETRY_MILLIS = 1000;

    private final Log log;

    private final KeyLocks locks;

    private final Snapshots snapshots;

    private final Damaged damaged;

    private final RecoveryReport recovery;

    private final LongSupplier clock;

    private volatile long retryAtMillis;

    private JournalCore(Log log, KeyLocks locks, Snapshots snapshots, Damaged damaged, RecoveryReport recovery,
            LongSupplier clock) {
        this.log = log;
        this.locks = locks;
        this.snapshots = snapshots;
        this.damaged = damaged;
        this.recovery = recovery;
        this.clock = clock;
    }

    static JournalCore open(FileLayer files, JournalSettings settings, JournalledMap map, RecoveryListener listener,
            LongSupplier clock) throws IOException {
        if (settings.compression() == RecordCompression.LZ4) {
            Lz4.require();
        }
        LongSupplier salts = () -> new SecureRandom().nextLong();
        Recovery.Recovered recovered = new Recovery(files, settings).run(map, listener, clock);
        Log log = new Log(new SegmentWriter(files, settings, salts, recovered.segments(),
                recovered.nextSegment()), settings, recovered.lastLsn());
        SnapshotWriter writer = new SnapshotWriter(files, settings.compression(), clock, salts);
        KeyLocks locks = new KeyLocks();
        Snapshots snapshots = new Snapshots(files, settings, log, locks, map, writer, clock, recovered);
        JournalCore core = new JournalCore(log, locks, snapshots, new Damaged(files), recovered.report(), clock);
        core.start(files, recovered.tail(), settings.fsync());
        return core;
    }

    private void start(FileLayer files, @Nullable RecoveredTail tail, FsyncPolicy fsync) {
        if (recovery.isDamaged()) {
            LOGGER.warn("Recovered a damaged journal: {}", recovery);
            // What is appended behind damage would not be found again, so a snapshot of what there is comes first.
            log.faults().refuse("Journal must begin anew after damage, could not write a snapshot: see to the disk", null);
        }
        else {
            LOGGER.info("Recovered a journal: {}", recovery);
            finishWhatWasLeft(files, tail, fsync);
        }
        if (log.isRefusing()) {
            takeCare();
        }
    }

    // A killed process left its tail beside its last segment, and its segments to the operating system. Without what is in
    // them the records of the next segment would not be found again, after a power failure or at all.
    private void finishWhatWasLeft(FileLayer files, @Nullable RecoveredTail tail, FsyncPolicy fsync) {
        try {
            if (tail != null) {
                files.complete(tail.segment(), tail.offset(), tail.records());
            }
            if (fsync != FsyncPolicy.OS) {
                log.forceRecovered();
            }
            // Nothing of it is needed now, and whoever goes on may have no tail.
            files.delete(LogTail.NAME);
            files.forceNames();
        }
        catch (IOException ex) {
            log.faults().refuse("Journal must be able to force its log, failed with %s: see to the disk".formatted(ex), ex);
        }
    }

    Log log() {
        return log;
    }

    KeyLocks locks() {
        return locks;
    }

    RecoveryReport recovery() {
        return recovery;
    }

    /** Forces what was written. A fault is noted in the log. */
    void force() {
        if (log.forcedLsn() < log.lastLsn() && !log.isRefusing()) {
            try {
                log.sync();
            }
            catch (JournalException ex) {
                LOGGER.warn("Journal refuses changes until it has written a snapshot", ex);
            }
        }
    }

    /** Takes a snapshot if one is due, and repairs what is broken. A fault is noted, and met again next time. */
    void takeCare() {
        // One at a time: a second repair would give up the segment that the first one began.
        synchronized (snapshots) {
            try {
                log.verify();
                if (log.isRefusing()) {
                    repair();
                }
                if (log.faults().isBehind() || snapshots.isDue()) {
                    snapshot();
                }
            }
            catch (IOException | RuntimeException ex) {
                retryAtMillis = clock.getAsLong() + RETRY_MILLIS;
                LOGGER.warn("Journal failed to take a snapshot, and will try again", ex);
            }
        }
    }

    /** Takes a snapshot in the calling thread if the log is much longer than it should be. */
    void relieve() {
        if (snapshots.isOverdue() && clock.getAsLong() >= retryAtMillis) {
            synchronized (snapshots) {
                if (snapshots.isOverdue()) {
                    takeCare();
                }
            }
        }
    }

    void snapshot() throws IOException {
        boolean behind = log.faults().isBehind();
        log.faults().setBehind(false);
        boolean complete = false;
        try {
            snapshots.take();
            complete = true;
        }
        finally {
            if (!complete && behind) {
                log.faults().setBehind(true);
            }
        }
    }

    JournalStatistics statistics() {
        int[] segments = new int[1];
        long[] logBytes = new long[1];
        log.withSegments(all -> {
            segments[0] = all.count();
            logBytes[0] = all.bytes();
        });
        LogCounters counters = log.counters();
        return new JournalStatistics(log.lastLsn(), log.forcedLsn(), log.appendedBytes(), counters.forces(),
                counters.forcedAtMillis(), log.waitingBytes(), counters.queueFull(), counters.queueWait(), segments[0],
                logBytes[0], snapshots.count(), snapshots.bytes(), snapshots.taken(), snapshots.failed(),
                snapshots.lastLsn(), snapshots.lastAtMillis(), counters.faults(), log.faults().isBehind(), log.isRefusing(),
                counters.lastFault());
    }

    /** Writes and forces what was appended, and closes the log. No other change may begin once this is called. */
    void close() {
        // Theirs are acknowledged too.
        locks.awaitHolders();
        boolean synced = false;
        try {
            if (log.isRefusing() || log.faults().isBehind()) {
                takeCare();
            }
            log.sync();
            synced = true;
        }
        finally {
            log.faults().refuse("Journal must be open, was closed: open it again", null);
            log.withSegments(synced ? SegmentWriter::close : SegmentWriter::abandon);
        }
    }

    private void repair() throws IOException {
        snapshots.take();
        List<String> files = recovery.damagedFiles();
        snapshots.forget(files);
        log.withSegments(segments -> segments.forget(files));
        damaged.moveAside(files);
        log.resume();
        LOGGER.info("Journal accepts changes again");
    }

}
