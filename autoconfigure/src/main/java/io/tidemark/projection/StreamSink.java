package io.tidemark.projection;

/**
 * Gives the sink for each stream of a read over several.
 *
 * @param <E> the events
 */
@FunctionalInterface
public interface StreamSink<E> {

    /** Returns the sink for the events of {@code streamId}. Called once for each stream that has events. */
    EventSink<E> stream(String streamId);

}
