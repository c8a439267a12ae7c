package io.tidemark.fold;

import java.time.Duration;
import java.util.Objects;

/**
 * How a {@link Follower} works.
 *
 * @param policy what becomes of entries whose keys the bucket no longer has
 * @param batchSize how many updates are committed together at most, from 1 to 100,000
 * @param batchWindow how long the first update of a batch waits for others, at most a minute; zero commits what is
 * there
 * @param probeInterval how often the bucket is asked how it is, which moves the cursor of quiet prefixes and notices
 * what no update tells
 * @param stallTimeout after how long without an update, although there are some, a subscription is made anew
 * @param reconcileInterval how often all keys are compared with the bucket, besides the first time after each start;
 * zero for never
 * @param initialBackoff how long to wait before the first retry of what failed; each further one waits twice as long
 * @param maximumBackoff how long to wait at most
 * @param closeTimeout how long a listener may take to return when the follower is closed, before it is interrupted
 */
public record FollowerSettings(ResyncPolicy policy, int batchSize, Duration batchWindow, Duration probeInterval,
        Duration stallTimeout, Duration reconcileInterval, Duration initialBackoff, Duration maximumBackoff,
        Duration closeTimeout) {

    private static final Duration LONGEST = Duration.ofDays(365);

    /** Checks each of them. */
    public FollowerSettings {
        Objects.requireNonNull(policy, "policy");
        require(batchSize >= 1 && batchSize <= 100_000, "batchSize must be from 1 to 100000, was ", batchSize);
        require(!batchWindow.isNegative() && batchWindow.compareTo(Duration.ofMinutes(1)) <= 0,
                "batchWindow must be from 0 to a minute, was ", batchWindow);
        requireMillisecond(probeInterval, "probeInterval");
        requireMillisecond(stallTimeout, "stallTimeout");
        require(reconcileInterval.isZero() || isDuration(reconcileInterval),
                "reconcileInterval must be zero or from a millisecond to a year, was ", reconcileInterval);
        requireMillisecond(initialBackoff, "initialBackoff");
        requireMillisecond(maximumBackoff, "maximumBackoff");
        require(maximumBackoff.compareTo(initialBackoff) >= 0, "maximumBackoff must not be less than initialBackoff, was ",
                maximumBackoff);
        require(closeTimeout.isZero() || isDuration(closeTimeout), "closeTimeout must be from 0 to a year, was ",
                closeTimeout);
    }

    /**
     * Returns the defaults: a mirror, batches of 1,000 or 10 ms, a probe every 10 s, a stall after 30 s, a comparison every
     * 10 min, retries after 50 ms to 10 s, and 5 s for listeners to return.
     */
    public static FollowerSettings defaults() {
        return new FollowerSettings(ResyncPolicy.MIRROR, 1_000, Duration.ofMillis(10), Duration.ofSeconds(10),
                Duration.ofSeconds(30), Duration.ofMinutes(10), Duration.ofMillis(50), Duration.ofSeconds(10),
                Duration.ofSeconds(5));
    }

    /** Returns these settings with another {@code policy}. */
    public FollowerSettings withPolicy(ResyncPolicy policy) {
        return new FollowerSettings(policy, batchSize, batchWindow, probeInterval, stallTimeout, reconcileInterval,
                initialBackoff, maximumBackoff, closeTimeout);
    }

    /** Returns these settings with other batches. */
    public FollowerSettings withBatches(int batchSize, Duration batchWindow) {
        return new FollowerSettings(policy, batchSize, batchWindow, probeInterval, stallTimeout, reconcileInterval,
                initialBackoff, maximumBackoff, closeTimeout);
    }

    /** Returns these settings with other intervals of supervision. */
    public FollowerSettings withSupervision(Duration probeInterval, Duration stallTimeout, Duration reconcileInterval) {
        return new FollowerSettings(policy, batchSize, batchWindow, probeInterval, stallTimeout, reconcileInterval,
                initialBackoff, maximumBackoff, closeTimeout);
    }

    /** Returns these settings with other waits before retries. */
    public FollowerSettings withBackoff(Duration initialBackoff, Duration maximumBackoff) {
        return new FollowerSettings(policy, batchSize, batchWindow, probeInterval, stallTimeout, reconcileInterval,
                initialBackoff, maximumBackoff, closeTimeout);
    }

    /** Returns these settings with another {@code closeTimeout}. */
    public FollowerSettings withCloseTimeout(Duration closeTimeout) {
        return new FollowerSettings(policy, batchSize, batchWindow, probeInterval, stallTimeout, reconcileInterval,
                initialBackoff, maximumBackoff, closeTimeout);
    }

    private static void requireMillisecond(Duration value, String name) {
        require(isDuration(value), name + " must be from a millisecond to a year, was ", value);
    }

    // Nanoseconds of a longer one might not fit into a long, added to a clock.
    private static boolean isDuration(Duration value) {
        return value.compareTo(Duration.ofMillis(1)) >= 0 && value.compareTo(LONGEST) <= 0;
    }

    private static void require(boolean holds, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + value);
        }
    }

}
