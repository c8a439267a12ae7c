package io.tidemark.livetable.model;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Wastes some time, or none. Thread-safe. */
final class Dawdling implements Runnable {

    private static final int LONGEST_PAUSE_NANOS = 400_000;

    private final AtomicLong chance;

    Dawdling(long seed) {
        this.chance = new AtomicLong(seed);
    }

    @Override
    public void run() {
        long mixed = this.chance.addAndGet(0x9E3779B97F4A7C15L);
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = mixed ^ mixed >>> 27;
        int kind = (int) (mixed & 7);
        if (kind == 0) {
            LockSupport.parkNanos((mixed >>> 8) % LONGEST_PAUSE_NANOS);
        }
        else if (kind < 4) {
            Thread.yield();
        }
    }

}
