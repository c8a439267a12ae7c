package io.tidemark.projection;

import java.nio.charset.StandardCharsets;

/** Turns an event to the payload that the log holds. Thread-safe. An exception reaches the one who appends. */
@FunctionalInterface
public interface EventEncoder {

    /** Returns the payload of {@code data}, an event of {@code type}. */
    byte[] encode(String type, Object data);

    /** Returns an encoder that writes the {@code toString()} of the event as UTF-8. */
    static EventEncoder string() {
        return (type, data) -> data.toString().getBytes(StandardCharsets.UTF_8);
    }

}
