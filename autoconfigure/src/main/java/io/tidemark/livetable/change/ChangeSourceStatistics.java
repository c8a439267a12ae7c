package io.tidemark.livetable.change;

import org.jspecify.annotations.Nullable;

/**
 * What a change source did since it was started.
 *
 * @param connected whether it tells of every change now
 * @param changes how many changes it told of
 * @param malformed how many messages it did not understand, and answered with more than they may have meant
 * @param gaps how often it was lost after it had been connected
 * @param roundTripNanos how long the last heartbeat took from the database and back, or -1 before the first
 * @param lastFault why it was lost last, or null if it never was
 */
public record ChangeSourceStatistics(boolean connected, long changes, long malformed, long gaps, long roundTripNanos,
        @Nullable String lastFault) {
}
