package io.tidemark.projection;

import java.nio.charset.StandardCharsets;

/**
 * Turns the payload of an event, as the log holds it, to the event. Thread-safe. An exception is a fault of the log: it
 * reaches the reader.
 *
 * @param <E> the events
 */
@FunctionalInterface
public interface EventDecoder<E> {

    /** Returns the event of {@code payload}, which is UTF-8 if the log holds text, and empty if it holds nothing. */
    E decode(String type, byte[] payload);

    /** Returns a decoder that hands out the payload as it is. */
    static EventDecoder<byte[]> bytes() {
        return (type, payload) -> payload;
    }

    /** Returns a decoder that reads the payload as UTF-8. */
    static EventDecoder<String> string() {
        return (type, payload) -> new String(payload, StandardCharsets.UTF_8);
    }

}
