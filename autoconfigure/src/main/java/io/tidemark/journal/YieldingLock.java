package io.tidemark.journal;

import java.util.concurrent.locks.ReentrantLock;

/** A lock that is held for so short that to let its holder run costs less than to wait for being woken up. */
final class YieldingLock {

    private static final int YIELDS = 20;

    private final ReentrantLock lock = new ReentrantLock();

    void lock() {
        for (int yield = 0; yield < YIELDS; yield++) {
            if (lock.tryLock()) {
                return;
            }
            Thread.yield();
        }
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

}
