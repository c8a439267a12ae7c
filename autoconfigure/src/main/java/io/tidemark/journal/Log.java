package io.tidemark.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The log. The order of the records is the order of the appends. Where there is a tail a record is added to it and thereby
 * written; elsewhere records are written in groups.
 * <p>
 * A failed write leaves the log as it was, and the next one is tried again. After a failed force nobody knows what the
 * segment holds: from then on everything is refused until {@link #resume()}. Either way the map may hold what the log
 * does not, which {@link LogFaults#isBehind()} says until a snapshot has made up for it.
 * <p>
 * Thread-safe. Callers do the writing, through files that heed no interrupt.
 */
final class Log {

    private final SegmentWriter segments;

    private final FsyncPolicy fsync;

    private final YieldingLock io = new YieldingLock();

    private final LogCounters counters = new LogCounters();

    private final LogFaults faults = new LogFaults(counters);

    private final LogWriter writer;

    private final GroupCommit groups;

    private final boolean tailed;

    private final Batch written = Batch.written();

    private volatile long forcedLsn;

    Log(SegmentWriter segments, JournalSettings settings, long lastLsn) {
        this.segments = segments;
        this.fsync = settings.fsync();
        this.tailed = segments.hasTail();
        this.writer = new LogWriter(segments, faults, lastLsn);
        this.groups = new GroupCommit(new WriteQueue(settings.queueBytes()), io, this::writeGroup, counters,
                fsync == FsyncPolicy.ALWAYS);
    }

    /** Appends an encoded record, and returns the batch that it is written with, or was. */
    Batch append(RecordCodec.Encodable record) {
        return tailed ? addToTail(record) : groups.append(record);
    }

    /**
     * Returns when the batch is acknowledged.
     * @throws JournalException if it was not written
     */
    void await(Batch batch) {
        if (!batch.isDone()) {
            groups.await(batch);
        }
        batch.requireWritten();
    }

    /**
     * Writes and forces everything that was appended.
     * @return the number of the last record that is forced
     * @throws JournalException if that failed
     */
    long sync() {
        long synced = syncAfter(0);
        forced(synced);
        return synced;
    }

    /**
     * Writes everything that was appended, and forces the segments that have records after {@code lsn}.
     * @return the number of the last record that is written
     * @throws JournalException if that failed
     */
    long syncAfter(long lsn) {
        long last = writeAll();
        if (forcedLsn < last) {
            requireSuccess(tryForce(lsn));
        }
        return last;
    }

    /** Forces the segments that were there before this. */
    void forceRecovered() throws IOException {
        segments.force(0);
        forced(writer.lastLsn());
    }

    /** Notes that nothing up to {@code lsn} can be lost any more, because it is in a snapshot. */
    void supersede(long lsn) {
        forced(lsn);
        segments.supersede(lsn);
    }

    /**
     * Finishes the segment that is written, unless it is small, so that it can be deleted when nothing in it is needed.
     * @throws JournalException if it can't be forced
     */
    void finishSegment() {
        if (fsync != FsyncPolicy.OS) {
            // Most of it while others write.
            sync();
        }
        io.lock();
        try {
            segments.finishIfLarge();
        }
        catch (IOException ex) {
            throw faults.fault(ex);
        }
        catch (UnusableLogException ex) {
            throw faults.refuse(ex);
        }
        finally {
            io.unlock();
        }
    }

    /** Takes the segments that have no record after {@code lsn} out of the log, and returns the names of the files. */
    List<String> takeUpTo(long lsn) {
        io.lock();
        try {
            return segments.takeUpTo(lsn);
        }
        finally {
            io.unlock();
        }
    }

    /** Fails the appends from now on if what is written is gone. */
    void verify() {
        io.lock();
        try {
            segments.requirePresent();
        }
        catch (IOException | UnusableLogException ex) {
            faults.refuse(ex);
        }
        finally {
            io.unlock();
        }
    }

    /** Accepts again, in a new segment. */
    void resume() {
        io.lock();
        try {
            segments.abandon();
            faults.accept();
        }
        finally {
            io.unlock();
        }
    }

    /** Calls that each time so much was appended that it had better be forced, or replaced by a snapshot, beside the writing. */
    void onMuchAppended(Runnable muchAppended) {
        writer.onMuchAppended(muchAppended);
    }

    /** Runs something with the segments while nobody writes them. */
    <E extends Exception> void withSegments(SegmentAction<E> action) throws E {
        io.lock();
        try {
            action.run(segments);
        }
        finally {
            io.unlock();
        }
    }

    /** Whether everything is refused. */
    boolean isRefusing() {
        return faults.refusal() != null;
    }

    LogFaults faults() {
        return faults;
    }

    LogCounters counters() {
        return counters;
    }

    /** Returns the number of the last record that is in the log. */
    long lastLsn() {
        return writer.lastLsn();
    }

    long forcedLsn() {
        return forcedLsn;
    }

    long appendedBytes() {
        return writer.appendedBytes();
    }

    int waitingBytes() {
        return groups.waitingBytes();
    }

    private Batch addToTail(RecordCodec.Encodable record) {
        io.lock();
        try {
            JournalException failure = writer.add(record);
            return failure == null ? written : Batch.failed(failure);
        }
        finally {
            io.unlock();
        }
    }

    private @Nullable JournalException writeGroup(ByteBuffer records, int count) {
        JournalException failure = writer.write(records, count);
        if (failure == null && fsync == FsyncPolicy.ALWAYS) {
            failure = tryForce(0);
            forced(failure == null ? writer.lastLsn() : 0);
        }
        return failure;
    }

    /** Returns the number of the last record that is written. */
    private long writeAll() {
        if (!tailed) {
            groups.flush();
            requireSuccess(faults.refusal());
            return writer.lastLsn();
        }
        io.lock();
        try {
            requireSuccess(writer.writeTail());
            // Before others add to the tail what is not written.
            return writer.lastLsn();
        }
        finally {
            io.unlock();
        }
    }

    private @Nullable JournalException tryForce(long lsn) {
        try {
            segments.force(lsn);
            counters.forced();
            return null;
        }
        catch (IOException ex) {
            return faults.refuse(ex);
        }
    }

    private static void requireSuccess(@Nullable JournalException failure) {
        if (failure != null) {
            throw new JournalException(failure.getMessage(), failure);
        }
    }

    private void forced(long lsn) {
        forcedLsn = Math.max(forcedLsn, lsn);
    }

    /** What {@link #withSegments} runs. */
    interface SegmentAction<E extends Exception> {

        void run(SegmentWriter segments) throws E;

    }

}
