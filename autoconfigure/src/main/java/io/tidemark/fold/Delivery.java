package io.tidemark.fold;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link FoldSubscription} hands over.
 *
 * @param revision the position in the source that has been reached
 * @param update what happened there, or null if the source leaves it out because its key can't be used
 */
public record Delivery(long revision, @Nullable KvUpdate update) {
}
