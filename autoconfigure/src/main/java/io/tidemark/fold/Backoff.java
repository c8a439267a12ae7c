package io.tidemark.fold;

/** How long to wait before what failed is tried again: twice as long each time, up to a limit. */
final class Backoff {

    private final long initialNanos;

    private final long maximumNanos;

    private long nextNanos;

    Backoff(FollowerSettings settings) {
        this.initialNanos = settings.initialBackoff().toNanos();
        this.maximumNanos = settings.maximumBackoff().toNanos();
        this.nextNanos = this.initialNanos;
    }

    boolean isFresh() {
        return this.nextNanos == this.initialNanos;
    }

    long nextNanos() {
        long next = this.nextNanos;
        this.nextNanos = Math.min(this.maximumNanos, 2 * next);
        return next;
    }

    void reset() {
        this.nextNanos = this.initialNanos;
    }

}
