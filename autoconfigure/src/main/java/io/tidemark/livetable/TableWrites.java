package io.tidemark.livetable;

import io.tidemark.key.KeyPath;

import org.jspecify.annotations.Nullable;

/** Hears of writes to tables. Thread-safe. */
public interface TableWrites {

    /**
     * Says that a write to {@code table} begins. Until it is completed, reads that depend on the table pass the cache
     * by and no load of it is kept. Call it before the source is changed or, at the latest, before the change is
     * visible to others.
     * @param path the path of the table, or of a scope in it if the write concerns only that
     */
    TableWrite begin(TableId table, KeyPath path);

    /** A write in progress. Thread-safe; completing twice is the same as once. */
    interface TableWrite {

        /**
         * Adds what the write did, to be told when it is completed as committed. Without any it is a {@code Changed};
         * several of those are told as one, after the rows that are known.
         */
        void add(TableChange change);

        /**
         * Ends the write, before its caller hears of it: every answer loaded before is void, unless nothing of the write
         * will ever be visible.
         * @param committed whether any of the write is visible now; false only if that is certain; null if nobody knows,
         * which is told as a {@code Reset}
         */
        void complete(@Nullable Boolean committed);

    }

}
