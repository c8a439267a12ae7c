package io.tidemark.projection.jdbc;

import java.util.Objects;

/**
 * An event to append.
 *
 * @param type the name of its type, not empty
 * @param data the event: bytes are stored as they are, anything else is encoded by the store's encoder
 */
public record NewEvent(String type, Object data) {

    public NewEvent {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(data, "data");
        if (type.isEmpty()) {
            throw new IllegalArgumentException("type must not be empty");
        }
    }

}
