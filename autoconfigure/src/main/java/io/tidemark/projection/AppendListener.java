package io.tidemark.projection;

/**
 * Hears that events of a stream were committed in this process. It is a hint, given on the thread that committed, after
 * the commit and before the append or the transaction returns; it must be quick. Thread-safe.
 */
@FunctionalInterface
public interface AppendListener {

    /** Called when events of {@code streamId} were committed, once for each append. */
    void appended(String streamId);

}
