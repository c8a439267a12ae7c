package io.tidemark.projection;

/** A log under test, as its writers see it. */
public interface EventLog {

    /** Returns a source whose events are their data as strings. */
    EventSource<String> source();

    /** Adds an event, visible at once, with an identity of its own. */
    void add(String streamId, long sequence, String type, String data);

    /** Removes an event. */
    void remove(String streamId, long sequence);

}
