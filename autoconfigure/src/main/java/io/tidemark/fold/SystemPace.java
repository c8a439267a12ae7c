package io.tidemark.fold;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The clocks of the machine. */
final class SystemPace implements Pace {

    private final ReentrantLock lock = new ReentrantLock();

    private final Condition woken = this.lock.newCondition();

    private boolean awake;

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long spread(long nanos) {
        return nanos - ThreadLocalRandom.current().nextLong(nanos / 2 + 1);
    }

    @Override
    public void pause(long nanos) {
        this.lock.lock();
        try {
            long left = nanos;
            while (!this.awake && left > 0) {
                left = this.woken.awaitNanos(left);
            }
            this.awake = false;
        }
        catch (InterruptedException ex) {
            // Only a follower that is being closed is interrupted: whoever paused looks for that next.
            Thread.currentThread().interrupt();
        }
        finally {
            this.lock.unlock();
        }
    }

    @Override
    public void wakeUp() {
        this.lock.lock();
        try {
            this.awake = true;
            this.woken.signalAll();
        }
        finally {
            this.lock.unlock();
        }
    }

}
