package io.tidemark.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.tidemark.journal.SegmentWriter.UnusableSegmentException;

import org.jspecify.annotations.Nullable;

/**
 * The log. The order of the records is the order of the appends. Where there is a tail a record is added to it and thereby
 * written; elsewhere records are written in groups.
 * <p>
 * A failed write leaves the log as it was, and the next one is tried again. After a failed force nobody knows what the
 * segment holds: from then on everything is refused until {@link #resume()}. Either way the map may hold what the log
 * does not, which {@link #isBehind()} says until a snapshot has made up for it.
 * <p>
 * Thread-safe. Callers do the writing, through files that heed no interrupt.
 */
final class Log {

    private static final long MUCH_BYTES = 8L << 20;

    private final SegmentWriter segments;

    private final FsyncPolicy fsync;

    private final YieldingLock io = new YieldingLock();

    private final LogCounters counters = new LogCounters();

    private final GroupCommit groups;

    private final boolean tailed;

    private final Batch written = Batch.written();

    private long nextLsn;

    // The next ones are set by whoever holds the lock, and read by anybody.
    private final AtomicLong lastLsn;

    private final AtomicLong appendedBytes = new AtomicLong();

    private volatile long forcedLsn;

    private volatile boolean behind;

    // Tells somebody that there may be something to do beside the writing.
    private volatile Runnable muchAppended = () -> { };

    private long appendedSinceTold;

    private volatile @Nullable JournalException refusal;

    Log(SegmentWriter segments, JournalSettings settings, long lastLsn) {
        this.segments = segments;
        this.fsync = settings.fsync();
        this.tailed = segments.hasTail();
        this.groups = new GroupCommit(new WriteQueue(settings.queueBytes()), io, this::write, counters,
                fsync == FsyncPolicy.ALWAYS);
        this.nextLsn = lastLsn + 1;
        this.lastLsn = new AtomicLong(lastLsn);
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
        writeAll();
        long last = lastLsn.get();
        JournalException failure = refusal;
        if (failure == null && forcedLsn < last) {
            failure = tryForce(lsn);
        }
        if (failure != null) {
            throw new JournalException(failure.getMessage(), failure);
        }
        return last;
    }

    /** Forces the segments that were there before this. */
    void forceRecovered() throws IOException {
        segments.force(0);
        forced(lastLsn.get());
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
            throw fault(ex);
        }
        catch (UnusableSegmentException ex) {
            throw refuse(ex);
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
        catch (IOException ex) {
            refuse(ex);
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
            refusal = null;
        }
        finally {
            io.unlock();
        }
    }

    /** Refuses all appends with that message. */
    void refuse(String message, @Nullable Throwable cause) {
        refusal = new JournalException(message, cause);
    }

    /** Calls that each time so much was appended that it had better be forced, or replaced by a snapshot, beside the writing. */
    void onMuchAppended(Runnable muchAppended) {
        this.muchAppended = muchAppended;
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
        return refusal != null;
    }

    boolean isBehind() {
        return behind;
    }

    void setBehind(boolean behind) {
        this.behind = behind;
    }

    /** Returns the number of the last record that is in the log. */
    long lastLsn() {
        return lastLsn.get();
    }

    long forcedLsn() {
        return forcedLsn;
    }

    long appendedBytes() {
        return appendedBytes.get();
    }

    int waitingBytes() {
        return groups.waitingBytes();
    }

    LogCounters counters() {
        return counters;
    }

    private Batch addToTail(RecordCodec.Encodable record) {
        io.lock();
        try {
            JournalException failure = tryAdd(record);
            return failure == null ? written : Batch.failed(failure);
        }
        finally {
            io.unlock();
        }
    }

    private @Nullable JournalException tryAdd(RecordCodec.Encodable record) {
        JournalException refused = refusal;
        if (refused != null) {
            return missed(refused);
        }
        try {
            segments.add(record, nextLsn);
            appended(1, record.length());
            return null;
        }
        catch (IOException ex) {
            return fault(ex);
        }
        catch (UnusableSegmentException ex) {
            skip(1);
            return refuse(ex);
        }
        catch (RuntimeException | Error ex) {
            behind = true;
            throw ex;
        }
    }

    private @Nullable JournalException write(ByteBuffer records, int count) {
        JournalException refused = refusal;
        if (refused != null) {
            return missed(refused);
        }
        int size = records.limit();
        try {
            segments.write(records, nextLsn);
            appended(count, size);
            return fsync == FsyncPolicy.ALWAYS ? forceWritten() : null;
        }
        catch (IOException ex) {
            return fault(ex);
        }
        catch (UnusableSegmentException ex) {
            skip(count);
            return refuse(ex);
        }
        catch (RuntimeException | Error ex) {
            behind = true;
            throw ex;
        }
    }

    private void writeAll() {
        if (!tailed) {
            groups.flush();
            return;
        }
        io.lock();
        try {
            if (refusal == null) {
                segments.writeTail();
            }
        }
        catch (IOException ex) {
            throw fault(ex);
        }
        catch (UnusableSegmentException ex) {
            throw refuse(ex);
        }
        finally {
            io.unlock();
        }
    }

    private void appended(int count, int size) {
        nextLsn += count;
        appendedBytes.setRelease(appendedBytes.getPlain() + size);
        lastLsn.setRelease(nextLsn - 1);
        appendedSinceTold += size;
        if (appendedSinceTold >= MUCH_BYTES) {
            appendedSinceTold = 0;
            muchAppended.run();
        }
    }

    // What may be in the file must not get the numbers of what comes after it.
    private void skip(int count) {
        nextLsn += count;
        lastLsn.setRelease(nextLsn - 1);
    }

    private @Nullable JournalException forceWritten() {
        JournalException failure = tryForce(0);
        if (failure == null) {
            forced(lastLsn.get());
        }
        return failure;
    }

    private @Nullable JournalException tryForce(long lsn) {
        try {
            segments.force(lsn);
            counters.forced();
            return null;
        }
        catch (IOException ex) {
            return refuse(ex);
        }
    }

    private void forced(long lsn) {
        forcedLsn = Math.max(forcedLsn, lsn);
    }

    private JournalException missed(JournalException refused) {
        behind = true;
        return refused;
    }

    private JournalException refuse(Exception cause) {
        JournalException failure = fault(cause);
        refusal = failure;
        return failure;
    }

    private JournalException fault(Exception cause) {
        counters.failed(cause);
        behind = true;
        return new JournalException("Journal must be able to write its log, failed with %s: "
            .formatted(cause.getMessage()) + "see to the disk and the directory, it goes on by itself", cause);
    }

    /** What {@link #withSegments} runs. */
    interface SegmentAction<E extends Exception> {

        void run(SegmentWriter segments) throws E;

    }

}
