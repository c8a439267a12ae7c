package io.tidemark.projection;

import org.jspecify.annotations.Nullable;

/**
 * A decoded state in the heap tier. What is known of its freshness changes; the rest doesn't.
 *
 * @param <S> the state
 */
final class HeapEntry<S> {

    private final StateHolder<S> holder;

    private final Position position;

    private final Stamps stamps;

    private volatile @Nullable Verification<S> verification;

    HeapEntry(StateHolder<S> holder, Position position, Stamps stamps) {
        this.holder = holder;
        this.position = position;
        this.stamps = stamps;
    }

    StateHolder<S> holder() {
        return this.holder;
    }

    Position position() {
        return this.position;
    }

    /** What must hold for the entry to be of any use. */
    Stamps stamps() {
        return this.stamps;
    }

    /** When the state was last known to be at the head, or null if it never was since it entered the heap. */
    @Nullable Verification<S> verification() {
        return this.verification;
    }

    /** Says that the state was at the head at {@code nanos}. An older look than the last one says nothing new. */
    void verify(long nanos, Stamps before, ProjectionClock clock) {
        Verification<S> last = this.verification;
        if (last != null && last.nanos() - nanos > 0) {
            return;
        }
        Projected<S> ready = this.holder instanceof StateHolder.Shared<S> shared
                ? new Projected<>(shared.state(), this.position.sequence(), servedAs(), nanos, clock.nanoClock())
                : null;
        this.verification = new Verification<>(nanos, before, ready);
    }

    Outcome servedAs() {
        return this.position.isStart() ? Outcome.EMPTY : Outcome.HIT;
    }

    /**
     * The state was at the head at a moment. Remembers how many changes there were when its stamps last held, so that a
     * hit compares two numbers.
     *
     * @param <S> the state
     */
    static final class Verification<S> {

        private final long nanos;

        private final Stamps stamps;

        private final @Nullable Projected<S> ready;

        private volatile long invalidationsSeen = -1;

        private volatile long appendsSeen = -1;

        /**
         * Creates a verification.
         * @param nanos the moment, by the clock that only runs forward
         * @param stamps the marks taken before that look at the head
         * @param ready what a hit returns, or null if each reader gets a state of its own
         */
        Verification(long nanos, Stamps stamps, @Nullable Projected<S> ready) {
            this.nanos = nanos;
            this.stamps = stamps;
            this.ready = ready;
        }

        long nanos() {
            return this.nanos;
        }

        @Nullable Projected<S> ready() {
            return this.ready;
        }

        /** Whether nothing was invalidated since {@code entry} was made, nor appended since this look at the head. */
        boolean holds(HeapEntry<S> entry, Stamps.Counters counters) {
            long invalidations = counters.invalidations().changes();
            long appends = counters.appends().changes();
            if (this.invalidationsSeen == invalidations && this.appendsSeen == appends) {
                return true;
            }
            if (!counters.isValid(entry.stamps()) || !counters.isLatest(this.stamps)) {
                return false;
            }
            this.invalidationsSeen = invalidations;
            this.appendsSeen = appends;
            return true;
        }

    }

}
