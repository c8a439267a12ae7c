package io.tidemark.livetable.repository;

import io.tidemark.livetable.TableId;

/** Hears of the types of rows that will be kept, before the first of them is read. Thread-safe. */
@FunctionalInterface
public interface RowTypes {

    /**
     * Rows of {@code type} will be kept of {@code table}. What this throws keeps the repository from being made.
     * @param type a class, a record or the interface of a projection
     */
    void add(TableId table, Class<?> type);

}
