package io.tidemark.benchmarks.durable;

import io.tidemark.benchmarks.store.RowKey;

/** A store that is full again when it is opened again. */
interface DurableStore extends AutoCloseable {

    void put(RowKey key, byte[] value);

    /** Does what is done once between the first nine tenths of the rows and the rest. */
    default void checkpoint() {
    }

    /** Reads all that is there, as fast as it can be read, and returns how many rows there are. */
    long readAll();

    @Override
    void close();

}
