package io.tidemark.benchmarks.store;

import org.jspecify.annotations.Nullable;

/** What every store is asked to do. Thread-safe. */
public interface RowStore extends AutoCloseable {

    /** Returns the row, as an object with an array for its value, or null if it is missing. */
    @Nullable Object get(RowKey key);

    /** Stores a row. The array is the store's from now on. */
    void put(RowKey key, byte[] value);

    /** Removes the rows of a group. Returns how many there were. */
    long deletePrefix(RowKey.Group group);

    @Override
    void close();

}
