package io.tidemark.fold;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Is told what a {@link Follower} did, on the follower's thread. It must not block; what it throws is logged and
 * counted, and stops nothing.
 */
public interface FollowerObserver {

    /** The follower is in another state, or waits for something else. */
    default void stateChanged(FollowerStatus status) {
    }

    /**
     * A batch is committed: readers of the fold see it.
     * @param updates the updates, none if only the cursor moved
     * @param cursor the cursor, or null in the middle of a resync
     */
    default void committed(List<KvUpdate> updates, @Nullable Cursor cursor) {
    }

    /** The fold was emptied, because it was damaged, and is filled again. */
    default void begunAnew() {
    }

}
