package io.tidemark.projection.autoconfigure;

import io.tidemark.autoconfigure.IncompleteSetupException;

/** Says that there is nothing that a projection could be folded from. */
public final class MissingEventSourceException extends IncompleteSetupException {

    MissingEventSourceException(TypedProjection projection) {
        super("%s has no source of events of type %s.".formatted(projection.description(), projection.eventType()),
                "Define a bean of type EventSource<%s>, or configure one DataSource that the events are read from."
                    .formatted(projection.eventType()));
    }

}
