package io.tidemark.livetable;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import io.tidemark.key.KeyPath;

/** A fixed number of locks, one of which is that of a key. */
final class KeyLocks {

    private final Lock[] locks = new Lock[64];

    KeyLocks() {
        for (int i = 0; i < this.locks.length; i++) {
            this.locks[i] = new ReentrantLock();
        }
    }

    Lock of(KeyPath key) {
        int hash = key.hashCode() * 0x9E3779B9;
        return this.locks[hash >>> Integer.SIZE - 6];
    }

}
