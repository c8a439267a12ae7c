package io.tidemark.fold;

import org.jspecify.annotations.Nullable;

/**
 * Updates of a {@link FoldSource} in the order of their revisions, taken one at a time. Whoever does not take holds the
 * source back: what waits here is bounded.
 * <p>
 * One thread takes; {@link #wakeUp()} may be called by any.
 */
public interface FoldSubscription extends AutoCloseable {

    /** Returns how many updates the source had to deliver when the subscription was made, exactly. */
    long initialPending();

    /**
     * Takes the next update. Never leaves one out without saying so: what can't be delivered in order ends the
     * subscription.
     * @param limitNanos how long to wait for it, in nanoseconds; zero or less does not wait
     * @return the next update, or null if there was none in time or the caller was woken up
     * @throws SubscriptionLostException if no more can come: make another subscription
     * @throws FoldSourceException if the source can't go on for another reason
     */
    @Nullable Delivery next(long limitNanos);

    /** Makes {@link #next} return at once, the present call or the one to come. */
    void wakeUp();

    /** Ends the subscription, at the source too if it can be reached. Calling it again does nothing. */
    @Override
    void close();

}
