package io.tidemark.livetable;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How a live table is cached.
 *
 * @param ttl how old an answer may be, or null for any age
 * @param maxStale how old an answer may be that is served at once and refreshed in the background, or null to refresh
 * none that way; longer than {@code ttl}
 * @param negativeTtl how old the answer may be that a single row is not there, or null to keep none
 * @param maximumEntries how many answers a cache in memory keeps of the table
 * @param loadTimeout how long a reader waits for the load of another before it loads for itself
 * @param replicaLag for how long after a write loads are not kept, because they may read from a replica; zero if none do
 * @param onGap what becomes of reads while a change source of the table is lost
 */
public record TableSettings(@Nullable Duration ttl, @Nullable Duration maxStale, @Nullable Duration negativeTtl,
        long maximumEntries, Duration loadTimeout, Duration replicaLag, GapPolicy onGap) {

    /** Checks the ranges. */
    public TableSettings {
        requirePositive("ttl", ttl);
        requirePositive("maxStale", maxStale);
        requirePositive("negativeTtl", negativeTtl);
        requirePositive("loadTimeout", Objects.requireNonNull(loadTimeout, "loadTimeout"));
        Objects.requireNonNull(replicaLag, "replicaLag");
        Objects.requireNonNull(onGap, "onGap");
        if (ttl != null && maxStale != null && maxStale.compareTo(ttl) <= 0) {
            throw new IllegalArgumentException("maxStale must be longer than ttl, was %s and %s: both are counted from "
                    .formatted(maxStale, ttl) + "the load");
        }
        if (maximumEntries < 1) {
            throw new IllegalArgumentException("maximumEntries must be 1 or more, was " + maximumEntries);
        }
        if (replicaLag.isNegative()) {
            throw new IllegalArgumentException("replicaLag must not be negative, was " + replicaLag);
        }
    }

    /** Returns settings that keep answers until they are invalidated, 10,000 of a table at most. */
    public static TableSettings defaults() {
        return new TableSettings(null, null, null, 10_000, Duration.ofSeconds(10), Duration.ZERO, GapPolicy.BYPASS);
    }

    private static void requirePositive(String name, @Nullable Duration duration) {
        if (duration != null && (duration.isNegative() || duration.isZero())) {
            throw new IllegalArgumentException("%s must be positive, was %s".formatted(name, duration));
        }
    }

}
