package io.tidemark.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * What a {@link Journal} is opened with.
 *
 * @param directory where the files are, which belongs to this journal alone
 * @param lockTimeout how long to wait while another process uses the directory
 * @param fsync when a change counts as acknowledged
 * @param fsyncInterval how often is forced under {@link FsyncPolicy#INTERVAL}
 * @param compression how values are made smaller
 * @param segmentBytes how large a segment of the log gets before the next one begins, at least 4096
 * @param maximumRecordBytes the largest change, with its key and 30 bytes; at most 64 MiB
 * @param queueBytes how many bytes of changes may wait to be written together, at most 512 KiB of them in a tail; more
 * wait in their callers
 * @param snapshotInterval how long after the last snapshot the next one is due, if there were enough changes
 * @param snapshotWrites how many changes make a snapshot due after the interval
 * @param minimumLogBytes how large the log since the last snapshot must be at least before a snapshot is due because the
 * log is twice as large as the last one
 * @param maximumLogBytes how large the log since the last snapshot gets before a snapshot is due at once; when it is
 * twice as large, changes wait for the snapshot
 * @param onDamage what a recovery does about damage
 */
public record JournalSettings(Path directory, Duration lockTimeout, FsyncPolicy fsync, Duration fsyncInterval,
        RecordCompression compression, long segmentBytes, int maximumRecordBytes, int queueBytes,
        Duration snapshotInterval, long snapshotWrites, long minimumLogBytes, long maximumLogBytes,
        DamagePolicy onDamage) {

    /** Checks each of them. */
    public JournalSettings {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(fsync, "fsync");
        Objects.requireNonNull(compression, "compression");
        Objects.requireNonNull(onDamage, "onDamage");
        require(!lockTimeout.isNegative(), "lockTimeout must not be negative, was ", lockTimeout);
        require(fsyncInterval.toMillis() > 0, "fsyncInterval must be at least a millisecond, was ", fsyncInterval);
        require(segmentBytes >= 4096, "segmentBytes must be at least 4096, was ", segmentBytes);
        require(maximumRecordBytes >= 1024 && maximumRecordBytes <= RecordCodec.LARGEST_RECORD,
                "maximumRecordBytes must be from 1024 to 67108864, was ", maximumRecordBytes);
        require(queueBytes >= 1024, "queueBytes must be at least 1024, was ", queueBytes);
        require(snapshotInterval.toMillis() > 0, "snapshotInterval must be at least a millisecond, was ",
                snapshotInterval);
        require(snapshotWrites > 0, "snapshotWrites must be positive, was ", snapshotWrites);
        require(minimumLogBytes > 0, "minimumLogBytes must be positive, was ", minimumLogBytes);
        require(maximumLogBytes >= segmentBytes, "maximumLogBytes must not be less than segmentBytes, was ",
                maximumLogBytes);
    }

    /**
     * Returns the defaults: forced every 100 ms, not compressed, segments of 64 MiB, records of up to 16 MiB, a queue of 8
     * MiB, a snapshot after 300 s and 1000 changes, or when the log has 8 MiB and twice the size of the last snapshot, or
     * 256 MiB, and a stop at damage.
     */
    public static JournalSettings in(Path directory) {
        return new JournalSettings(directory, Duration.ofSeconds(10), FsyncPolicy.INTERVAL, Duration.ofMillis(100),
                RecordCompression.NONE, 64L << 20, 16 << 20, 8 << 20, Duration.ofSeconds(300), 1000, 8L << 20, 256L << 20,
                DamagePolicy.STOP);
    }

    /** Returns these settings with another {@code lockTimeout}. */
    public JournalSettings withLockTimeout(Duration lockTimeout) {
        return new JournalSettings(directory, lockTimeout, fsync, fsyncInterval, compression, segmentBytes,
                maximumRecordBytes, queueBytes, snapshotInterval, snapshotWrites, minimumLogBytes,
                maximumLogBytes, onDamage);
    }

    /** Returns these settings with another {@code fsync}. */
    public JournalSettings withFsync(FsyncPolicy fsync) {
        return new JournalSettings(directory, lockTimeout, fsync, fsyncInterval, compression, segmentBytes,
                maximumRecordBytes, queueBytes, snapshotInterval, snapshotWrites, minimumLogBytes,
                maximumLogBytes, onDamage);
    }

    /** Returns these settings with another {@code fsyncInterval}. */
    public JournalSettings withFsyncInterval(Duration fsyncInterval) {
        return new JournalSettings(directory, lockTimeout, fsync, fsyncInterval, compression, segmentBytes,
                maximumRecordBytes, queueBytes, snapshotInterval, snapshotWrites, minimumLogBytes,
                maximumLogBytes, onDamage);
    }

    /** Returns these settings with another {@code compression}. */
    public JournalSettings withCompression(RecordCompression compression) {
        return new JournalSettings(directory, lockTimeout, fsync, fsyncInterval, compression, segmentBytes,
                maximumRecordBytes, queueBytes, snapshotInterval, snapshotWrites, minimumLogBytes,
                maximumLogBytes, onDamage);
    }

    /** Returns these settings with other sizes of segments, of the log and of the queue. */
    public JournalSettings withSizes(long segmentBytes, long maximumLogBytes, int queueBytes) {
        return new JournalSettings(directory, lockTimeout, fsync, fsyncInterval, compression, segmentBytes,
                maximumRecordBytes, queueBytes, snapshotInterval, snapshotWrites, minimumLogBytes,
                maximumLogBytes, onDamage);
    }

    /** Returns these settings with another {@code maximumRecordBytes}. */
    public JournalSettings withMaximumRecordBytes(int maximumRecordBytes) {
        return new JournalSettings(directory, lockTimeout, fsync, fsyncInterval, compression, segmentBytes,
                maximumRecordBytes, queueBytes, snapshotInterval, snapshotWrites, minimumLogBytes,
                maximumLogBytes, onDamage);
    }

    /** Returns these settings with other conditions of a snapshot. */
    public JournalSettings withSnapshots(Duration snapshotInterval, long snapshotWrites) {
        return new JournalSettings(directory, lockTimeout, fsync, fsyncInterval, compression, segmentBytes,
                maximumRecordBytes, queueBytes, snapshotInterval, snapshotWrites, minimumLogBytes,
                maximumLogBytes, onDamage);
    }

    /** Returns these settings with another {@code minimumLogBytes}. */
    public JournalSettings withMinimumLogBytes(long minimumLogBytes) {
        return new JournalSettings(directory, lockTimeout, fsync, fsyncInterval, compression, segmentBytes,
                maximumRecordBytes, queueBytes, snapshotInterval, snapshotWrites, minimumLogBytes,
                maximumLogBytes, onDamage);
    }

    /** Returns these settings with another {@code onDamage}. */
    public JournalSettings withOnDamage(DamagePolicy onDamage) {
        return new JournalSettings(directory, lockTimeout, fsync, fsyncInterval, compression, segmentBytes,
                maximumRecordBytes, queueBytes, snapshotInterval, snapshotWrites, minimumLogBytes,
                maximumLogBytes, onDamage);
    }

    private static void require(boolean holds, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + value);
        }
    }

}
