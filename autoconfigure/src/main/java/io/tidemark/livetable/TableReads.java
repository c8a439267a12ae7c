package io.tidemark.livetable;

import org.jspecify.annotations.Nullable;

/** Reads through the cache of a live table. Thread-safe. */
public interface TableReads {

    /**
     * Answers {@code read} from the cache or from its source.
     * @throws Throwable what the source throws, unchanged; a fault of the cache never
     */
    <T extends @Nullable Object> T read(TableRead<T> read) throws Throwable;

    /**
     * Answers {@code read} with the rows that are cached and a load of the rest. All of them are of one state of the
     * source: if it changed in between, all are loaded.
     * @throws Throwable what the source throws, unchanged; a fault of the cache never
     */
    <P extends @Nullable Object, T extends @Nullable Object> T readAll(BatchRead<P, T> read) throws Throwable;

    /** Answers {@code read} from its source and counts why the cache was passed by. */
    <T extends @Nullable Object> T bypass(TableRead<T> read, BypassReason reason) throws Throwable;

}
