package io.tidemark.projection;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A state, how far into its stream it got, and how it was come by. Thread-safe if the state is.
 *
 * @param <S> the state
 */
public final class Projected<S> {

    private final S state;

    private final long watermark;

    private final Outcome outcome;

    private final long verifiedNanos;

    private final LongSupplier nanoClock;

    Projected(S state, long watermark, Outcome outcome, long verifiedNanos, LongSupplier nanoClock) {
        this.state = state;
        this.watermark = watermark;
        this.outcome = outcome;
        this.verifiedNanos = verifiedNanos;
        this.nanoClock = nanoClock;
    }

    /** Returns the state. */
    public S state() {
        return this.state;
    }

    /**
     * Returns the sequence up to which the state is known to be complete, or -1 if there is none. Events that are
     * visible beyond a gap in the numbers are in the state all the same.
     */
    public long watermark() {
        return this.watermark;
    }

    /** Returns how long ago, from now, the state was last known to be at the head of its stream. */
    public Duration age() {
        return Duration.ofNanos(Math.max(0, this.nanoClock.getAsLong() - this.verifiedNanos));
    }

    /** Returns what the read did. */
    public Outcome outcome() {
        return this.outcome;
    }

    @Override
    public String toString() {
        return "Projected[state=" + this.state + ", watermark=" + this.watermark + ", outcome=" + this.outcome + "]";
    }

}
