package io.tidemark.livetable;

import org.jspecify.annotations.Nullable;

/** What the transaction of the calling thread lets a read do. Thread-safe; answers for the calling thread. */
public interface ReadContext {

    /** Returns why the calling thread must pass the cache by, or null if it may use it. */
    @Nullable BypassReason bypass();

    /** Whether the calling thread holds resources, so that it must not wait for the load of another. */
    boolean holdsResources();

    /**
     * Returns the moment of {@code Generations} at which the transaction of the calling thread began, or -1 if there is
     * none and the snapshot of a load begins with the load.
     */
    long snapshotMoment();

    /**
     * Whether {@code failure} of a load concerns only the thread that met it, such as the end of its transaction's time
     * or a lack of its user's rights, so that those who waited for the load must try for themselves. Interrupts,
     * security exceptions and time-outs known to the JDK are seen without.
     */
    default boolean isPersonal(Throwable failure) {
        return false;
    }

}
