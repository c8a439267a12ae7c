package io.tidemark.projection;

import java.util.Objects;

/**
 * How projections are read and kept.
 *
 * @param freshness what a read without a freshness of its own gets
 * @param heapMaximumEntries how many decoded states each projection keeps in the heap, not negative
 */
public record ProjectionSettings(Freshness freshness, long heapMaximumEntries) {

    public ProjectionSettings {
        Objects.requireNonNull(freshness, "freshness");
        if (heapMaximumEntries < 0) {
            throw new IllegalArgumentException("heapMaximumEntries must not be negative, was " + heapMaximumEntries);
        }
    }

}
