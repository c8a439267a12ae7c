package io.tidemark.fold;

/**
 * Interrupts a follower's thread only while it is in code of others. Anywhere else an interrupt could close a file under
 * the store.
 */
final class Interruption {

    private boolean allowed;

    synchronized void allow() {
        this.allowed = true;
    }

    /** Also takes back an interrupt that came too late to be noticed. */
    synchronized void forbid() {
        this.allowed = false;
        Thread.interrupted();
    }

    synchronized void interrupt(Thread thread) {
        if (this.allowed) {
            thread.interrupt();
        }
    }

}
