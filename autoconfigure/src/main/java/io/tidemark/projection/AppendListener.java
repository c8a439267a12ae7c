package io.tidemark.projection;

/** Hears of events that were committed in this process, before the one who appended them does. */
@FunctionalInterface
public interface AppendListener {

    /** Called when events of the stream were committed: states read before must be checked against the log. */
    void appended(String streamId);

}
