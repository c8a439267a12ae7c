package io.tidemark.projection;

import java.time.Duration;

/** How fresh a state must be for a reader. Immutable. */
public sealed interface Freshness {

    /** Includes every event that was visible when the read began. Costs one look at the head of the stream. */
    static Freshness consistent() {
        return Consistent.INSTANCE;
    }

    /**
     * May be as old as, but not reach, {@code limit}. The age is the time since the state was last known to be at the
     * head of its stream. Zero means: always look.
     * @throws IllegalArgumentException if {@code limit} is negative
     */
    static MaxStale maxStale(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("max-stale must not be negative, was " + limit);
        }
        return new MaxStale(toNanos(limit), toNanos(limit));
    }

    /**
     * Includes the event of {@code sequence}, which may be on its way to the database that is read. Waits for it.
     * @param sequence the sequence of an event of the stream, as an append returned it, perhaps on another node
     * @param timeout how long to wait before a {@link FreshnessTimeoutException}
     * @throws IllegalArgumentException if either is negative
     */
    static Freshness atLeast(long sequence, Duration timeout) {
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence must not be negative, was " + sequence);
        }
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must not be negative, was " + timeout);
        }
        return new AtLeast(sequence, toNanos(timeout));
    }

    /** May be of any age, if it was right once and was not invalidated. */
    static Freshness anyAge() {
        return AnyAge.INSTANCE;
    }

    private static long toNanos(Duration duration) {
        try {
            return duration.toNanos();
        }
        catch (ArithmeticException ex) {
            return Long.MAX_VALUE;
        }
    }

    /** See {@link Freshness#consistent()}. */
    enum Consistent implements Freshness {

        /** The one of its kind. */
        INSTANCE

    }

    /** See {@link Freshness#anyAge()}. */
    enum AnyAge implements Freshness {

        /** The one of its kind. */
        INSTANCE

    }

    /** See {@link Freshness#maxStale(Duration)}. */
    final class MaxStale implements Freshness {

        private final long limitNanos;

        private final long revalidateLimitNanos;

        private MaxStale(long limitNanos, long revalidateLimitNanos) {
            this.limitNanos = limitNanos;
            this.revalidateLimitNanos = revalidateLimitNanos;
        }

        /**
         * Serves a state past the limit too, while its age has not reached {@code upTo}, and refreshes it in the
         * background.
         * @throws IllegalArgumentException if {@code upTo} is not longer than the limit
         */
        public MaxStale staleWhileRevalidate(Duration upTo) {
            long upToNanos = toNanos(upTo);
            if (upToNanos <= this.limitNanos) {
                throw new IllegalArgumentException("stale-while-revalidate must be longer than max-stale "
                        + Duration.ofNanos(this.limitNanos) + ", was " + upTo);
            }
            return new MaxStale(this.limitNanos, upToNanos);
        }

        boolean isFresh(long ageNanos) {
            return ageNanos < this.limitNanos;
        }

        boolean allowsRefreshLater(long ageNanos) {
            return ageNanos < this.revalidateLimitNanos;
        }

        @Override
        public String toString() {
            String limit = "max-stale " + Duration.ofNanos(this.limitNanos);
            return this.revalidateLimitNanos == this.limitNanos ? limit
                    : limit + ", stale-while-revalidate " + Duration.ofNanos(this.revalidateLimitNanos);
        }

    }

    /**
     * See {@link Freshness#atLeast(long, Duration)}.
     *
     * @param sequence the sequence to wait for
     * @param timeoutNanos how long to wait, in nanoseconds
     */
    record AtLeast(long sequence, long timeoutNanos) implements Freshness {
    }

}
