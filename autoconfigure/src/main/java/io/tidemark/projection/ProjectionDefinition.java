package io.tidemark.projection;

import java.lang.reflect.Type;
import java.util.Objects;
import java.util.Set;

import io.tidemark.key.KeyPath;

/**
 * A projection with all that is needed to run it.
 *
 * @param projection the fold
 * @param stateType the type of its states
 * @param source the log that it is folded from
 * @param codec how its states are turned to bytes
 * @param <S> the state
 * @param <E> the events
 */
public record ProjectionDefinition<S, E>(Projection<S, E> projection, Type stateType, EventSource<E> source,
        StateCodec<S> codec) {

    public ProjectionDefinition {
        Objects.requireNonNull(stateType, "stateType");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(codec, "codec");
        if (projection.name().isEmpty()) {
            throw new IllegalArgumentException(
                    "name of projection %s must not be empty".formatted(projection.getClass().getName()));
        }
    }

    Set<String> types() {
        return Set.copyOf(this.projection.eventTypes().keySet());
    }

    /** The rows of all versions that this projection ever had. */
    KeyPath allVersionsPath() {
        return KeyPath.of(this.projection.name());
    }

    /** The rows of this version, with exactly this fold's event types and state. */
    KeyPath rowsPath() {
        return allVersionsPath().child(this.projection.version())
            .child(StateDigest.of(this.stateType, types()).toBytes());
    }

}
