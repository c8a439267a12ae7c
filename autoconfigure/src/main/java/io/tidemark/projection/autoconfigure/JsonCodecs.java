package io.tidemark.projection.autoconfigure;

import java.lang.reflect.Type;
import java.util.Map;

import io.tidemark.projection.EventDecoder;
import io.tidemark.projection.EventEncoder;
import io.tidemark.projection.StateCodec;
import io.tidemark.projection.json.JsonEventDecoder;
import io.tidemark.projection.json.JsonEventEncoder;
import io.tidemark.projection.json.JsonStateCodec;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * States and events as JSON, by mappers that nobody configures: what is stored must be readable whatever the
 * application does to its own.
 */
final class JsonCodecs {

    static final String COORDINATES = "tools.jackson.core:jackson-databind";

    private final JsonMapper events = JsonMapper.builder().build();

    // A state with more than its type knows is not one of that type; what it only computes is not written.
    private final JsonMapper states = JsonMapper.builder()
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(MapperFeature.REQUIRE_SETTERS_FOR_GETTERS)
        .build();

    StateCodec<?> states(Type stateType) {
        return new JsonStateCodec<>(this.states, stateType);
    }

    <E> EventDecoder<E> decoder(Class<E> eventType, Map<String, Class<? extends E>> byType) {
        return new JsonEventDecoder<>(this.events, eventType, byType);
    }

    EventEncoder encoder() {
        return new JsonEventEncoder(this.events);
    }

}
