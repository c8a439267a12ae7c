package io.tidemark.fold;

import java.time.Instant;

/** The clocks of a follower, and its pauses. */
interface Pace {

    /** Nanoseconds since an arbitrary moment. */
    long nanos();

    /** The time of day. */
    Instant now();

    /** Spreads a pause, so that not all processes come back at the same time: from half of it to all of it. */
    long spread(long nanos);

    /** Waits until the time is over or somebody calls {@link #wakeUp()}, or has since the last pause. */
    void pause(long nanos);

    /** Ends the pause, or the next one. */
    void wakeUp();

}
