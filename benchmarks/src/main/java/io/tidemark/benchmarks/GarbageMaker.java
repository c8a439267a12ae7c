package io.tidemark.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that allocates as the rest of an application would, 256 MiB a second of which the last 64 MiB stay in use.
 * Without garbage collections a cache that holds more than it says, by weak references, looks better than it is.
 */
final class GarbageMaker implements AutoCloseable {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final int CHUNK_BYTES = 4096;

    private static final int CHUNKS_A_MILLISECOND = 64;

    private final byte[][] retained = new byte[1 << 14][];

    private final Thread thread = new Thread(this::allocate, "garbage-maker");

    private volatile boolean stopped;

    void start() {
        this.thread.setDaemon(true);
        this.thread.start();
    }

    private void allocate() {
        int next = 0;
        long begin = System.nanoTime();
        for (long batch = 0; !this.stopped; batch++) {
            for (int i = 0; i < CHUNKS_A_MILLISECOND; i++) {
                this.retained[next++ & this.retained.length - 1] = new byte[CHUNK_BYTES];
            }
            long early = begin + batch * PAUSE_NANOS - System.nanoTime();
            if (early > 0) {
                LockSupport.parkNanos(early);
            }
        }
    }

    @Override
    public void close() {
        this.stopped = true;
        try {
            this.thread.join();
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

}
