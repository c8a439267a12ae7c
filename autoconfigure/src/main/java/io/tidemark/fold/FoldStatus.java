package io.tidemark.fold;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How a {@link Fold} is.
 *
 * @param name the name of the fold
 * @param follower what follows the bucket, since it was started last
 * @param notLiveSince since when the bucket is not being followed, whatever was tried since; null if it is
 * @param batchSize how many updates the last batch had
 * @param flushes how many times a batch was committed or tried to be
 * @param flushNanos how long that took together, in nanoseconds
 * @param undecodable how often a value was met that could not be decoded, in updates and by readers
 * @param lastUndecodable why the last of them could not be decoded, with its key; null if there was none
 */
public record FoldStatus(String name, FollowerStatus follower, @Nullable Instant notLiveSince, int batchSize,
        long flushes, long flushNanos, long undecodable, @Nullable UndecodableValueException lastUndecodable) {
}
