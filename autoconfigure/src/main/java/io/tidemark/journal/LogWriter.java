package io.tidemark.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/** Numbers records and writes them. What it returns as failures it has noted. For one thread at a time, but for its getters. */
final class LogWriter {

    private static final long MUCH_BYTES = 8L << 20;

    private final SegmentWriter segments;

    private final LogFaults faults;

    private final AtomicLong lastLsn;

    private final AtomicLong appendedBytes = new AtomicLong();

    private long nextLsn;

    // Tells somebody that there may be something to do beside the writing.
    private volatile Runnable muchAppended = () -> { };

    private long appendedSinceTold;

    LogWriter(SegmentWriter segments, LogFaults faults, long lastLsn) {
        this.segments = segments;
        this.faults = faults;
        this.lastLsn = new AtomicLong(lastLsn);
        this.nextLsn = lastLsn + 1;
    }

    void onMuchAppended(Runnable muchAppended) {
        this.muchAppended = muchAppended;
    }

    /** Adds a record to the tail, and returns why that failed, or null. */
    @Nullable JournalException add(RecordCodec.Encodable record) {
        JournalException refusal = faults.refusal();
        if (refusal != null) {
            return faults.missed(refusal);
        }
        try {
            segments.add(record, nextLsn);
            appended(1, record.length());
            return null;
        }
        catch (IOException ex) {
            return faults.fault(ex);
        }
        catch (UnusableLogException ex) {
            skip(1);
            return faults.refuse(ex);
        }
        catch (RuntimeException | Error ex) {
            faults.setBehind(true);
            throw ex;
        }
    }

    /** Writes so many encoded records, and returns why that failed, or null. */
    @Nullable JournalException write(ByteBuffer records, int count) {
        JournalException refusal = faults.refusal();
        if (refusal != null) {
            return faults.missed(refusal);
        }
        int size = records.limit();
        try {
            segments.write(records, nextLsn);
            appended(count, size);
            return null;
        }
        catch (IOException ex) {
            return faults.fault(ex);
        }
        catch (UnusableLogException ex) {
            skip(count);
            return faults.refuse(ex);
        }
        catch (RuntimeException | Error ex) {
            faults.setBehind(true);
            throw ex;
        }
    }

    /** Writes what is in the tail, and returns why that failed, or null. */
    @Nullable JournalException writeTail() {
        JournalException refusal = faults.refusal();
        if (refusal != null) {
            return refusal;
        }
        try {
            segments.writeTail();
            return null;
        }
        catch (IOException ex) {
            return faults.fault(ex);
        }
        catch (UnusableLogException ex) {
            return faults.refuse(ex);
        }
    }

    long lastLsn() {
        return lastLsn.get();
    }

    long appendedBytes() {
        return appendedBytes.get();
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

}
