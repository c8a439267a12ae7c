package io.tidemark.projection.autoconfigure;

import io.tidemark.projection.EventSource;

/** Makes the sources of projections that have none of their own. */
@FunctionalInterface
interface EventSourceFactory {

    /** Returns a source of the events of {@code projection}. */
    EventSource<?> create(TypedProjection projection);

}
