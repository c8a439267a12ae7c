package io.tidemark.fold;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link Follower} did since it was created, and how it is now.
 *
 * @param bucket the name of the bucket
 * @param state what it is doing
 * @param since since when
 * @param waitingFor what it waits for, or null if it is not waiting
 * @param caughtUp whether it has caught up at least once, so that the fold can be used
 * @param applied the cursor up to which the listeners have returned, or null if there is none yet
 * @param durable the cursor of the store, or null if there is none yet
 * @param lastRevision the newest revision of the bucket that is known, -1 if none is
 * @param lag how many revisions the durable cursor is behind that; those of keys that are not followed count too
 * @param notMovingSince since when the durable cursor has not moved although it is behind; null if it is not
 * @param subscriptions how many subscriptions were made
 * @param reconnects how many of them replaced one that was lost
 * @param batches how many batches were committed
 * @param updates how many updates were in them
 * @param skipped how many updates the source left out because their keys can't be used
 * @param resyncs how often the fold was compared with the whole bucket because it could not go on, by reason
 * @param reconciliations how often all keys were compared on schedule
 * @param staleKeys how many keys were deleted because the bucket had them no more
 * @param guardTrips how often updates turned out to be removed before they were delivered
 * @param damages how often the store was begun anew because it was damaged
 * @param sourceFaults how often the source failed
 * @param storeFaults how often the store failed
 * @param listenerFaults how often a listener failed
 * @param observerFaults how often an observer failed
 * @param lastFault the last failure of any of them, or null if there was none
 * @param lastFaultAt when that was, or null if there was none
 */
public record FollowerStatus(String bucket, FollowerState state, Instant since, @Nullable WaitingFor waitingFor,
        boolean caughtUp, @Nullable Cursor applied, @Nullable Cursor durable, long lastRevision, long lag,
        @Nullable Instant notMovingSince, long subscriptions, long reconnects, long batches, long updates, long skipped,
        Map<ResyncReason, Long> resyncs, long reconciliations, long staleKeys, long guardTrips, long damages,
        long sourceFaults, long storeFaults, long listenerFaults, long observerFaults, @Nullable Throwable lastFault,
        @Nullable Instant lastFaultAt) {

    /** Copies the map. */
    public FollowerStatus {
        resyncs = Map.copyOf(resyncs);
    }

}
