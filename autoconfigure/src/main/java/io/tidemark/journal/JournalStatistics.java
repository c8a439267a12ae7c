package io.tidemark.journal;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link Journal} did since it was opened, and how it is now.
 *
 * @param lastLsn the number of the last change in the log, counted over all time
 * @param forcedLsn the number of the last change that surely is on the storage device
 * @param appendedBytes how many bytes of changes were written to the log
 * @param forces how often the log was forced
 * @param forcedAtMillis when it was forced last, or the journal opened, in milliseconds since 1970
 * @param queuedBytes how many bytes of changes wait to be acknowledged now
 * @param queueFull how often a change had to wait for room in the queue
 * @param queueWait how long changes waited for room in the queue, all together
 * @param segments how many segments of the log there are
 * @param logBytes how many bytes they and the tail of the log take
 * @param snapshots how many snapshots there are
 * @param snapshotBytes how many bytes they take
 * @param snapshotsTaken how many were taken
 * @param snapshotsFailed how many failed
 * @param snapshotLsn the number of the last change that surely is in the newest one
 * @param snapshotAtMillis when the newest one was taken, or the journal opened, in milliseconds since 1970
 * @param faults how many writes and forces of the log failed
 * @param behind whether the map may hold changes that are neither in the log nor in a snapshot
 * @param refusing whether changes are refused until the journal has repaired itself
 * @param lastFault why the last write or force failed, or null if none did
 */
public record JournalStatistics(long lastLsn, long forcedLsn, long appendedBytes, long forces, long forcedAtMillis,
        long queuedBytes, long queueFull, Duration queueWait, int segments, long logBytes, int snapshots,
        long snapshotBytes, long snapshotsTaken, long snapshotsFailed, long snapshotLsn, long snapshotAtMillis, long faults,
        boolean behind, boolean refusing, @Nullable Throwable lastFault) {
}
