package io.tidemark.livetable.change;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before each attempt to reconnect: doubled each time up to a limit, of which a random part of up to
 * one half is left out, so that those who lost the same server don't come back together.
 */
final class ReconnectDelays {

    private final long firstNanos;

    private final long longestNanos;

    private final RandomGenerator random;

    private long nextNanos;

    ReconnectDelays(Duration first, Duration longest, RandomGenerator random) {
        this.firstNanos = first.toNanos();
        this.longestNanos = longest.toNanos();
        this.random = random;
        this.nextNanos = this.firstNanos;
    }

    Duration next() {
        long nanos = this.nextNanos;
        this.nextNanos = nanos > this.longestNanos / 2 ? this.longestNanos : nanos * 2;
        return Duration.ofNanos(nanos - this.random.nextLong(nanos / 2 + 1));
    }

    void reset() {
        this.nextNanos = this.firstNanos;
    }

}
