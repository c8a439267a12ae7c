package io.tidemark.journal;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.LongSupplier;

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
        LongSupplier salts = new SecureRandom()::nextLong;
        Recovery.Recovered recovered = new Recovery(files, settings).run(map, listener, clock);
        Log log = new Log(new SegmentWriter(files, settings.segmentBytes(), salts, recovered.segments(),
                recovered.nextSegment()), settings, recovered.lastLsn());
        SnapshotWriter writer = new SnapshotWriter(files, settings.compression(), clock, salts);
        KeyLocks locks = new KeyLocks();
        Snapshots snapshots = new Snapshots(files, settings, log, locks, map, writer, clock, recovered);
        JournalCore core = new JournalCore(log, locks, snapshots, new Damaged(files), recovered.report(), clock);
        core.start();
        return core;
    }

    private void start() {
        if (!recovery.isDamaged()) {
            LOGGER.info("Recovered a journal: {}", recovery);
            return;
        }
        LOGGER.warn("Recovered a damaged journal: {}", recovery);
        // What is appended behind damage would not be found again, so a snapshot of what there is comes first.
        log.refuse("Journal must begin anew after damage, could not write a snapshot: see to the disk", null);
        takeCare();
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
        try {
            log.verify();
            if (log.isRefusing()) {
                repair();
            }
            if (log.isBehind() || snapshots.isDue()) {
                snapshot();
            }
        }
        catch (IOException | RuntimeException ex) {
            retryAtMillis = clock.getAsLong() + RETRY_MILLIS;
            LOGGER.warn("Journal failed to take a snapshot, and will try again", ex);
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
        boolean behind = log.isBehind();
        log.setBehind(false);
        boolean complete = false;
        try {
            snapshots.take();
            complete = true;
        }
        finally {
            if (!complete && behind) {
                log.setBehind(true);
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
        return new JournalStatistics(log.lastLsn(), log.forcedLsn(), log.appendedBytes(), log.forces(),
                log.waitingBytes(), log.queueFull(), segments[0], logBytes[0], snapshots.count(), snapshots.bytes(),
                snapshots.taken(), snapshots.failed(), snapshots.lastLsn(), snapshots.lastAtMillis(), log.faults(),
                log.isBehind(), log.isRefusing(), log.lastFault());
    }

    /** Writes and forces what was appended, and closes the log. */
    void close() {
        try {
            if (log.isRefusing() || log.isBehind()) {
                takeCare();
            }
            log.sync();
        }
        finally {
            log.refuse("Journal must be open, was closed: open it again", null);
            log.withSegments(SegmentWriter::abandon);
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
