package io.tidemark.projection;

/**
 * Takes the events of one stream, one by one, on the thread that reads.
 *
 * @param <E> the events
 */
@FunctionalInterface
public interface EventSink<E> {

    /** Takes the next event. */
    void accept(RecordedEvent<E> event);

    /**
     * Called at most once, when the numbers show that an event before the next one is not visible yet: what follows
     * belongs to the present answer, but nothing beyond this point may be kept.
     */
    default void gap() {
    }

}
