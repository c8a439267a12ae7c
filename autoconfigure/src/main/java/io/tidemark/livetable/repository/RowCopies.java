package io.tidemark.livetable.repository;

import org.jspecify.annotations.Nullable;

/** Copies rows into and out of the cache. Thread-safe. */
public interface RowCopies {

    /**
     * Returns what may be kept of {@code row}: the row itself if it can't change, else a copy; null if it can't be
     * copied, or has parts that were not loaded or are not of the tables that its read depends on.
     */
    @Nullable Object copyIn(Object row);

    /** Returns what a reader may have of what was kept: the same if it can't change, else a copy. */
    Object copyOut(Object kept);

}
