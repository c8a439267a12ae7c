package io.tidemark.journal;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/** Encoded records that wait to be written, outside the heap, in the order in which they came. Thread-safe. */
final class WriteQueue {

    private static final int SMALLEST_BUFFER = 1 << 16;

    private final ReentrantLock lock = new ReentrantLock();

    private final int maximumBytes;

    private ByteBuffer filling = ByteBuffer.allocateDirect(SMALLEST_BUFFER);

    private ByteBuffer spare = ByteBuffer.allocateDirect(SMALLEST_BUFFER);

    private Batch batch = new Batch();

    private int records;

    private volatile int waitingBytes;

    WriteQueue(int maximumBytes) {
        this.maximumBytes = maximumBytes;
    }

    /** Adds a record, and returns the batch that it became a part of, or null if there is no room now. */
    @Nullable Batch offer(RecordCodec.Encodable record) {
        lock.lock();
        try {
            int size = filling.position() + record.length();
            // One alone may be larger than the queue, because it could not be written otherwise.
            if (records > 0 && (size < 0 || size > maximumBytes)) {
                return null;
            }
            if (size > filling.capacity()) {
                filling = ByteBuffer.allocateDirect(Math.max(size, Math.min(2 * filling.capacity(), maximumBytes)))
                    .put(filling.flip());
            }
            record.encode(filling, 0);
            records++;
            waitingBytes = size;
            return batch;
        }
        finally {
            lock.unlock();
        }
    }

    /** Takes what is there, or null if that is nothing. What was taken before must not be used any more. */
    @Nullable Taken take() {
        lock.lock();
        try {
            if (records == 0) {
                return null;
            }
            Taken taken = new Taken(batch, filling.flip(), records);
            ByteBuffer next = spare.capacity() > maximumBytes ? ByteBuffer.allocateDirect(SMALLEST_BUFFER)
                    : spare.clear();
            spare = filling;
            filling = next;
            batch = new Batch();
            records = 0;
            waitingBytes = 0;
            return taken;
        }
        finally {
            lock.unlock();
        }
    }

    /** Returns how many bytes wait now. */
    int waitingBytes() {
        return waitingBytes;
    }

    /** Records, unsealed, from the start of {@code bytes} to its limit. */
    record Taken(Batch batch, ByteBuffer bytes, int records) {
    }

}
