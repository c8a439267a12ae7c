package io.tidemark.journal;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/** Locks by key, of which two may share one, and one for all keys. */
final class KeyLocks {

    private static final int COUNT = 64;

    private final ReentrantLock[] locks = new ReentrantLock[COUNT];

    KeyLocks() {
        for (int index = 0; index < COUNT; index++) {
            locks[index] = new ReentrantLock();
        }
    }

    ReentrantLock of(byte[] key) {
        int hash = Arrays.hashCode(key) * 0x9E3779B9;
        return locks[hash >>> 26];
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
