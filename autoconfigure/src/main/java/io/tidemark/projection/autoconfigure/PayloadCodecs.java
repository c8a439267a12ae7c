package io.tidemark.projection.autoconfigure;

import java.util.Map;

import io.tidemark.autoconfigure.IncompleteSetupException;
import io.tidemark.autoconfigure.MissingLibraryException;
import io.tidemark.projection.EventDecoder;
import io.tidemark.projection.EventEncoder;
import io.tidemark.projection.Projection;
import io.tidemark.projection.autoconfigure.ProjectionJdbcProperties.Codec;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/** How payloads are read and written where no bean does it. */
final class PayloadCodecs {

    private static final String PROPERTY = ProjectionJdbcProperties.PREFIX + ".codec";

    private PayloadCodecs() {
    }

    static EventDecoder<?> decoder(Codec codec, TypedProjection projection, @Nullable JsonCodecs json) {
        return switch (codec) {
            case JSON -> json(projection, json);
            case STRING -> checked(projection, String.class, EventDecoder.string());
            case BYTES -> checked(projection, byte[].class, EventDecoder.bytes());
        };
    }

    static EventEncoder encoder(Codec codec, @Nullable JsonCodecs json) {
        return switch (codec) {
            // Not now: an application that appends nothing, or bytes only, needs no Jackson.
            case JSON -> json != null ? json.encoder() : (type, data) -> {
                throw missingJson("An event of type '%s'".formatted(type), "define a bean of type EventEncoder");
            };
            case STRING -> EventEncoder.string();
            case BYTES -> (type, data) -> {
                throw new IllegalArgumentException("data of an event of type '%s' must be a byte[], was a %s: see '%s'"
                    .formatted(type, data.getClass().getName(), PROPERTY));
            };
        };
    }

    private static EventDecoder<?> json(TypedProjection projection, @Nullable JsonCodecs json) {
        Class<?> eventType = projection.eventType().toClass();
        if (json == null) {
            throw missingJson(projection.description(),
                    "define a bean of type EventDecoder<%s>".formatted(projection.eventType()));
        }
        return json(json, eventType, projection.projection());
    }

    @SuppressWarnings("unchecked")
    private static <E> EventDecoder<E> json(JsonCodecs json, Class<E> eventType, Projection<?, ?> projection) {
        // The event type is the projection's, by its type arguments or because it says so.
        return json.decoder(eventType, (Map<String, Class<? extends E>>) (Map<String, ?>) projection.eventTypes());
    }

    private static EventDecoder<?> checked(TypedProjection projection, Class<?> type, EventDecoder<?> decoder) {
        if (!projection.eventType().isAssignableFrom(ResolvableType.forClass(type))) {
            throw new IncompleteSetupException(
                    "%s has events of type %s, but '%s' gives %s.".formatted(projection.description(),
                            projection.eventType(), PROPERTY, type.getSimpleName()),
                    "Choose another codec, or define a bean of type EventDecoder<%s>.".formatted(projection.eventType()));
        }
        return decoder;
    }

    private static MissingLibraryException missingJson(String subject, String alternative) {
        return new MissingLibraryException(subject, JsonCodecs.COORDINATES, alternative);
    }

}
