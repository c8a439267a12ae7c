package io.tidemark.journal;

import java.io.IOException;
import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;

/** How much memory the reading of a file takes from the heap. */
public final class Allocations {

    private static final long FIXED_BYTES = 8 << 20;

    // A byte of an LZ4 block stands for 255 at most, and what comes out is copied a few times.
    private static final long BYTES_PER_BYTE = 4 * 255;

    private Allocations() {
    }

    /** Returns how many bytes the calling thread allocates by that, gone or not, the second time: the first loads classes. */
    public static long by(Reading reading) throws IOException {
        reading.read();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        reading.read();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }

    /** Returns how many it may be for a file of that size. */
    public static long allowed(long fileBytes) {
        return FIXED_BYTES + BYTES_PER_BYTE * fileBytes;
    }

    /** What is measured. */
    public interface Reading {

        void read() throws IOException;

    }

}
