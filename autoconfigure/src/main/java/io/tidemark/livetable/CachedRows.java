package io.tidemark.livetable;

import java.util.Objects;

/**
 * Rows as a cache holds them, with what tells whether they may be served.
 *
 * @param rows the rows
 * @param fetchedAtMicros when they were loaded, in microseconds of the epoch, for the time to live
 * @param epoch the process that loaded them; rows of another process are stale at best
 * @param moment the number of changes of {@code Generations} before the snapshot that they were read from
 */
public record CachedRows(Rows rows, long fetchedAtMicros, long epoch, long moment) {

    /** Checks that there are rows. */
    public CachedRows {
        Objects.requireNonNull(rows, "rows");
    }

}
