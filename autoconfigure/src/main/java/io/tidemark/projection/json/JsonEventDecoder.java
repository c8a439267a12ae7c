package io.tidemark.projection.json;

import java.util.HashMap;
import java.util.Map;

import io.tidemark.projection.EventDecoder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads events from JSON, each type as a class of its own or all as one. A payload that can't be read is a
 * {@link JacksonException}; one that is the JSON null, an {@link IllegalArgumentException}.
 *
 * @param <E> the events
 */
public final class JsonEventDecoder<E> implements EventDecoder<E> {

    private final ObjectReader defaultReader;

    private final Map<String, ObjectReader> readers = new HashMap<>();

    /**
     * Creates a decoder.
     * @param defaultType what events of any other type are read as
     * @param byType what the events of each type are read as
     */
    public JsonEventDecoder(JsonMapper mapper, Class<? extends E> defaultType,
            Map<String, ? extends Class<? extends E>> byType) {
        this.defaultReader = reader(mapper, defaultType);
        byType.forEach((type, target) -> this.readers.put(type, reader(mapper, target)));
    }

    @Override
    public E decode(String type, byte[] payload) {
        E event = this.readers.getOrDefault(type, this.defaultReader).readValue(payload);
        if (event == null) {
            throw new IllegalArgumentException("The payload of an event of type '%s' must not be null".formatted(type));
        }
        return event;
    }

    private static ObjectReader reader(JsonMapper mapper, Class<?> target) {
        return mapper.readerFor(target).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

}
