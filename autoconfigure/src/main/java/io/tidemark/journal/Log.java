package io.tidemark.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

import io.tidemark.journal.SegmentWriter.UnusableSegmentException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log, with group commit: whoever first waits for a batch writes it, for all who are in it, while the next one fills.
 * The order of the records is the order of the appends.
 * <p>
 * A failed write leaves the log as it was, and the next one is tried again. After a failed force nobody knows what the
 * segment holds: from then on everything is refused until {@link #resume()}. Either way the map may hold what the log
 * does not, which {@link #isBehind()} says until a snapshot has made up for it.
 * <p>
 * Thread-safe. Callers do the writing, through files that heed no interrupt.
 */
final class Log {

    private static final Logger LOGGER = LoggerFactory.getLogger(Log.class);

    private static final int YIELDS = 20;

    private static final long FORCED_SOON_BYTES = 8L << 20;

    private final WriteQueue queue;

    private final SegmentWriter segments;

    private final boolean forceEach;

    private final ReentrantLock io = new ReentrantLock();

    private final LogCounters counters = new LogCounters();

    private long nextLsn;

    private volatile long lastLsn;

    private volatile long forcedLsn;

    private volatile long appendedBytes;

    // Whether several threads had records in the last batch.
    private volatile boolean crowded;

    private volatile boolean behind;

    // Tells somebody to force while others go on writing, so that little is left to force when a segment is full.
    private volatile Runnable forceSoon = () -> { };

    private long writtenSinceForceSoon;

    // Tells somebody to make room in the files ahead of the writing.
    private volatile Runnable roomSoon = () -> { };

    private final AtomicBoolean roomAsked = new AtomicBoolean();

    private volatile @Nullable JournalException refusal;

    Log(SegmentWriter segments, JournalSettings settings, long lastLsn) {
        this.segments = segments;
        this.queue = new WriteQueue(settings.queueBytes());
        this.forceEach = settings.fsync() == FsyncPolicy.ALWAYS;
        this.nextLsn = lastLsn + 1;
        this.lastLsn = lastLsn;
        this.forcedLsn = lastLsn;
    }

    /** Queues an encoded record, as soon as there is room, and returns the batch that it is written with. */
    Batch append(RecordCodec.Encodable record) {
        Batch batch = queue.offer(record);
        return batch == null ? appendWhenThereIsRoom(record) : batch;
    }

    /**
     * Returns when the batch is acknowledged.
     * @throws JournalException if it was not written
     */
    void await(Batch batch) {
        if (batch.claim()) {
            if (crowded && forceEach) {
                // Those who run meanwhile join the batch, and one force does for all.
                Thread.yield();
            }
            writeQueued(batch);
        }
        else {
            batch.await(crowded);
        }
        batch.requireWritten();
    }

    /**
     * Writes and forces everything that was appended.
     * @return the number of the last record that is forced
     * @throws JournalException if that failed
     */
    long sync() {
        writeQueued(null);
        long written = lastLsn;
        JournalException failure = refusal;
        if (failure == null && forcedLsn < written) {
            failure = tryForce(written);
        }
        if (failure != null) {
            throw new JournalException(failure.getMessage(), failure);
        }
        return written;
    }

    /**
     * Finishes the segment that is written, unless it is small, so that it can be deleted when nothing in it is needed.
     * @throws JournalException if it can't be forced
     */
    void finishSegment() {
        // Most of it while others write.
        sync();
        io.lock();
        try {
            segments.finishIfLarge();
        }
        catch (UnusableSegmentException ex) {
            throw refuse(ex);
        }
        finally {
            io.unlock();
        }
    }

    /** Fails the appends from now on if the file that is written is gone. */
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

    /** Calls that each time so much was written that it had better be forced beside the writing. */
    void onForceSoon(Runnable forceSoon) {
        this.forceSoon = forceSoon;
    }

    /** Calls that each time when room had better be made by {@link #makeRoom()}, beside the writing. */
    void onRoomSoon(Runnable roomSoon) {
        this.roomSoon = roomSoon;
    }

    /** Makes room for what is written next. Where there is none, the next write fails and says why. */
    void makeRoom() {
        roomAsked.set(false);
        try {
            segments.makeRoom();
        }
        catch (IOException ex) {
            LOGGER.debug("Failed to make room in the log", ex);
        }
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
        return lastLsn;
    }

    long forcedLsn() {
        return forcedLsn;
    }

    long appendedBytes() {
        return appendedBytes;
    }

    int waitingBytes() {
        return queue.waitingBytes();
    }

    LogCounters counters() {
        return counters;
    }

    private Batch appendWhenThereIsRoom(RecordCodec.Encodable record) {
        long start = System.nanoTime();
        Batch batch = null;
        while (batch == null) {
            counters.full();
            writeQueued(null);
            batch = queue.offer(record);
        }
        counters.waited(System.nanoTime() - start);
        return batch;
    }

    private void writeQueued(@Nullable Batch mine) {
        lockForWriting();
        try {
            // Unless somebody was faster, mine is what is queued: a batch leaves the queue under this lock only.
            WriteQueue.Taken taken = mine != null && mine.isDone() ? null : queue.take();
            if (taken != null) {
                crowded = taken.batch().isShared();
                write(taken);
            }
        }
        finally {
            io.unlock();
        }
    }

    // Whoever writes is done soon, and those who run meanwhile join the batch.
    private void lockForWriting() {
        for (int yield = 0; yield < YIELDS; yield++) {
            if (io.tryLock()) {
                return;
            }
            Thread.yield();
        }
        io.lock();
    }

    private void write(WriteQueue.Taken taken) {
        JournalException failure = null;
        try {
            failure = tryWrite(taken.bytes(), taken.records());
        }
        catch (RuntimeException | Error ex) {
            failure = new JournalException("Journal could not write", ex);
            throw ex;
        }
        finally {
            if (failure != null) {
                behind = true;
            }
            taken.batch().complete(failure);
        }
    }

    private @Nullable JournalException tryWrite(ByteBuffer records, int count) {
        JournalException refused = refusal;
        if (refused != null) {
            return refused;
        }
        int size = records.limit();
        try {
            segments.write(records, nextLsn);
        }
        catch (IOException ex) {
            return fault(ex);
        }
        catch (UnusableSegmentException ex) {
            skip(count);
            return refuse(ex);
        }
        if (segments.wantsRoom() && !roomAsked.get() && roomAsked.compareAndSet(false, true)) {
            roomSoon.run();
        }
        nextLsn += count;
        appendedBytes += size;
        lastLsn = nextLsn - 1;
        if (forceEach) {
            return tryForce(lastLsn);
        }
        writtenSinceForceSoon += size;
        if (writtenSinceForceSoon >= FORCED_SOON_BYTES) {
            writtenSinceForceSoon = 0;
            forceSoon.run();
        }
        return null;
    }

    // What may be in the file must not get the numbers of what comes after it.
    private void skip(int count) {
        nextLsn += count;
        lastLsn = nextLsn - 1;
    }

    private @Nullable JournalException tryForce(long written) {
        try {
            segments.force();
            counters.forced();
            forcedLsn = Math.max(forcedLsn, written);
            return null;
        }
        catch (IOException ex) {
            return refuse(ex);
        }
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
