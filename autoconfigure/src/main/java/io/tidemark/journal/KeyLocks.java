package io.tidemark.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/** Locks by key, of which two may share one, and one for all keys. */
final class KeyLocks {

    private static final int COUNT = 256;

    // Odd, and its bits look random.
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final ReentrantLock[] locks = new ReentrantLock[COUNT];

    KeyLocks() {
        for (int index = 0; index < COUNT; index++) {
            locks[index] = new ReentrantLock();
        }
    }

    ReentrantLock of(byte[] key) {
        return locks[(int) (hash(key) >>> Long.SIZE - Byte.SIZE)];
    }

    // Keys start alike, so their ends tell them apart; a hash of all would take longer than the lock.
    private static long hash(byte[] key) {
        int length = key.length;
        if (length < Long.BYTES) {
            return Arrays.hashCode(key) * MIX;
        }
        long middle = (long) LONGS.get(key, (length - Long.BYTES) / 2);
        long last = (long) LONGS.get(key, length - Long.BYTES);
        return (middle * MIX + last ^ length) * MIX;
    }

    void lockAll() {
        for (ReentrantLock lock : locks) {
            lock.lock();
        }
    }

    /** Returns when everything has ended that held one of them at the call. */
    void awaitHolders() {
        for (ReentrantLock lock : locks) {
            lock.lock();
            lock.unlock();
        }
    }

    void unlockAll() {
        for (ReentrantLock lock : locks) {
            lock.unlock();
        }
    }

}
