package io.tidemark.journal;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Collects records in batches: whoever first waits for a batch writes it, for all who are in it, while the next one
 * fills. The order of the records is the order of the appends. Thread-safe; callers do the writing.
 */
final class GroupCommit {

    private final WriteQueue queue;

    private final YieldingLock writing;

    private final Writer writer;

    private final LogCounters counters;

    private final boolean forceEach;

    // Whether several threads had records in the last batch.
    private volatile boolean crowded;

    /**
     * Creates one without records.
     * @param writing is held by whoever calls {@code writer}
     * @param forceEach whether the writer forces each batch
     */
    GroupCommit(WriteQueue queue, YieldingLock writing, Writer writer, LogCounters counters, boolean forceEach) {
        this.queue = queue;
        this.writing = writing;
        this.writer = writer;
        this.counters = counters;
        this.forceEach = forceEach;
    }

    /** Queues an encoded record, as soon as there is room, and returns the batch that it is written with. */
    Batch append(RecordCodec.Encodable record) {
        Batch batch = queue.offer(record);
        return batch == null ? appendWhenThereIsRoom(record) : batch;
    }

    /** Returns when the batch is written, or has failed. */
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
    }

    /** Writes what is queued. */
    void flush() {
        writeQueued(null);
    }

    int waitingBytes() {
        return queue.waitingBytes();
    }

    private Batch appendWhenThereIsRoom(RecordCodec.Encodable record) {
        long start = System.nanoTime();
        Batch batch = null;
        while (batch == null) {
            counters.full();
            flush();
            batch = queue.offer(record);
        }
        counters.waited(System.nanoTime() - start);
        return batch;
    }

    private void writeQueued(@Nullable Batch mine) {
        writing.lock();
        try {
            // Unless somebody was faster, mine is what is queued: a batch leaves the queue under this lock only.
            WriteQueue.Taken taken = mine != null && mine.isDone() ? null : queue.take();
            if (taken != null) {
                crowded = taken.batch().isShared();
                write(taken);
            }
        }
        finally {
            writing.unlock();
        }
    }

    private void write(WriteQueue.Taken taken) {
        JournalException failure = null;
        boolean returned = false;
        try {
            failure = writer.write(taken.bytes(), taken.records());
            returned = true;
        }
        finally {
            taken.batch().complete(returned ? failure : new JournalException("Journal could not write", null));
        }
    }

    /** Writes batches. */
    interface Writer {

        /** Writes so many encoded records, not yet sealed, and returns why that failed, or null. */
        @Nullable JournalException write(ByteBuffer records, int count);

    }

}
