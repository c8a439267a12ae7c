package io.tidemark.projection;

/**
 * An event as the log holds it.
 *
 * @param streamId the stream that it belongs to
 * @param sequence its number, ascending within the stream, not negative
 * @param identity what tells it from any other event, also from one that once had the same number
 * @param type the name of its type
 * @param data the event itself
 * @param <E> the type of the event
 */
public record RecordedEvent<E>(String streamId, long sequence, String identity, String type, E data) {
}
