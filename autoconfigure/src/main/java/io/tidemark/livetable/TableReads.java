package io.tidemark.livetable;

import org.jspecify.annotations.Nullable;

/** Reads through the cache of a live table. Thread-safe. */
public interface TableReads {

    /**
     * Answers {@code read} from the cache or from its source.
     * @throws Throwable what the source throws, unchanged; a fault of the cache never
     */
    <T extends @Nullable Object> T read(TableRead<T> read) throws Throwable;

    /** Answers {@code read} from its source and counts why the cache was passed by. */
    <T extends @Nullable Object> T bypass(TableRead<T> read, BypassReason reason) throws Throwable;

}
