package io.tidemark.projection;

import org.jspecify.annotations.Nullable;

/**
 * What a load brought.
 *
 * @param own the state for the one who loaded
 * @param holder the state for those who waited, or null if each has to load its own
 * @param watermark the sequence up to which the state is complete, or -1
 * @param outcome what was done
 * @param gapped whether an event before others that are in the state was not visible
 * @param verifiedNanos when the state was last known to be at the head
 * @param <S> the state
 */
record Loaded<S>(S own, @Nullable StateHolder<S> holder, long watermark, Outcome outcome, boolean gapped,
        long verifiedNanos) {

    Projected<S> forLeader(ProjectionClock clock) {
        return new Projected<>(this.own, this.watermark, this.outcome, this.verifiedNanos, clock.nanoClock());
    }

}
