package io.tidemark.journal;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

import org.jspecify.annotations.Nullable;

/**
 * Reads the records of one file on a thread of its own, a few portions ahead of the one thread that takes them, so that
 * reading and checking costs that thread nothing. Stops ahead of the first record that is not the one that should come.
 * A file of one buffer is read by who takes its records.
 * <p>
 * Takes 8 MiB, or the memory of a few of the largest records. Interrupts are not heeded, their flag stays set.
 */
final class ReadAhead implements Closeable {

    private static final int RECORDS_PER_PORTION = 1024;

    private static final int BYTES_PER_PORTION = 1 << 19;

    // Threads that wait for each other too often take as long as one that does it all.
    private static final int BYTES_AHEAD = 16 * BYTES_PER_PORTION;

    private final RecordReader reader;

    private final BlockingQueue<Portion> portions = new LinkedBlockingQueue<>();

    private final Semaphore room = new Semaphore(BYTES_AHEAD);

    private final @Nullable Thread thread;

    private Portion portion = new Portion(List.of(), 0, null, false);

    private int taken;

    private volatile boolean closed;

    /** Reads what {@code reader} has, {@code bytes} of it, the records from {@code first} on. */
    ReadAhead(RecordReader reader, long bytes, long first) {
        this.reader = reader;
        if (bytes <= RecordReader.SMALLEST_BUFFER) {
            this.thread = null;
        }
        else {
            this.thread = new Thread(() -> readAll(first), "tidemark-journal-reading");
            this.thread.setDaemon(true);
            this.thread.start();
        }
    }

    /** Returns the next record if it is whole and has that number, one more than the one before, else null. */
    @Nullable Record next(long expectedNumber) throws IOException {
        return hasPortion() ? portion.records().get(taken++) : reader.next(expectedNumber);
    }

    boolean isAtEnd() throws IOException {
        return !hasPortion() && reader.isAtEnd();
    }

    /** Returns what goes on where the last record ended. Only at the end, or after there was no next one. */
    RecordReader reader() {
        return reader;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        room.release(BYTES_AHEAD);
        awaitThread();
        reader.close();
    }

    /** Whether the thread has read a record that was not taken yet; if not, it has ended. */
    private boolean hasPortion() throws IOException {
        while (thread != null && !portion.last() && taken == portion.records().size()) {
            portion = Uninterrupted.await(portions::take);
            room.release(portion.room());
            taken = 0;
            if (portion.last()) {
                awaitThread();
            }
        }
        if (taken < portion.records().size()) {
            return true;
        }
        portion.requireSuccess();
        return false;
    }

    private void awaitThread() {
        if (thread != null) {
            Uninterrupted.await(() -> {
                thread.join();
                return thread;
            });
        }
    }

    private void readAll(long first) {
        long number = first;
        Portion read;
        do {
            read = read(number);
            number += read.records().size();
            room.acquireUninterruptibly(read.room());
            portions.add(read);
        }
        while (!read.last() && !closed);
    }

    private Portion read(long first) {
        List<Record> records = new ArrayList<>(RECORDS_PER_PORTION);
        long bytes = 0;
        try {
            while (records.size() < RECORDS_PER_PORTION && bytes < BYTES_PER_PORTION) {
                Record record = reader.next(first + records.size());
                if (record == null) {
                    return new Portion(records, bytes, null, true);
                }
                records.add(record);
                bytes += RecordCodec.size(record);
            }
            return new Portion(records, bytes, null, false);
        }
        catch (IOException | RuntimeException | Error ex) {
            return new Portion(records, bytes, ex, true);
        }
    }

    /**
     * What was read at once.
     *
     * @param bytes how much it takes
     * @param failure why there is no more, which the thread that takes the records is to throw
     * @param last whether there is no more
     */
    private record Portion(List<Record> records, long bytes, @Nullable Throwable failure, boolean last) {

        /** Returns how much of the room ahead it takes, which is at most all. */
        int room() {
            return (int) Math.min(bytes, BYTES_AHEAD);
        }

        void requireSuccess() throws IOException {
            if (failure instanceof IOException ex) {
                throw ex;
            }
            if (failure instanceof RuntimeException ex) {
                throw ex;
            }
            if (failure instanceof Error ex) {
                throw ex;
            }
        }

    }

}
