package io.tidemark.projection.autoconfigure;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

import io.tidemark.autoconfigure.MissingLibraryException;
import io.tidemark.projection.EventSource;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionDefinition;
import io.tidemark.projection.StateCodec;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.ResolvableType;

/** Finds, for each projection, the source and the codec: a bean for its type, else the default. */
final class ProjectionDefinitions {

    private final BeanFactory beanFactory;

    private final @Nullable EventSourceFactory sources;

    private final @Nullable JsonCodecs json;

    ProjectionDefinitions(BeanFactory beanFactory, @Nullable EventSourceFactory sources, @Nullable JsonCodecs json) {
        this.beanFactory = beanFactory;
        this.sources = sources;
        this.json = json;
    }

    List<ProjectionDefinition<?, ?>> define(TypedProjections projections) {
        List<ProjectionDefinition<?, ?>> definitions = new ArrayList<>();
        projections.all().forEach((projection) -> definitions.add(define(projection)));
        return definitions;
    }

    @SuppressWarnings("unchecked")
    private ProjectionDefinition<?, ?> define(TypedProjection projection) {
        // What the types promise was checked when the beans were found by them.
        return define((Projection<Object, Object>) projection.projection(), projection.stateType().getType(),
                (EventSource<Object>) source(projection), (StateCodec<Object>) codec(projection));
    }

    private static <S, E> ProjectionDefinition<S, E> define(Projection<S, E> projection, Type stateType,
            EventSource<E> source, StateCodec<S> codec) {
        return new ProjectionDefinition<>(projection, stateType, source, codec);
    }

    private EventSource<?> source(TypedProjection projection) {
        ResolvableType wanted = ResolvableType.forClassWithGenerics(EventSource.class, projection.eventType());
        EventSource<?> source = this.beanFactory.<EventSource<?>>getBeanProvider(wanted).getIfAvailable();
        if (source != null) {
            return source;
        }
        if (this.sources != null) {
            return this.sources.create(projection);
        }
        throw new MissingEventSourceException(projection);
    }

    private StateCodec<?> codec(TypedProjection projection) {
        ResolvableType wanted = ResolvableType.forClassWithGenerics(StateCodec.class, projection.stateType());
        StateCodec<?> codec = this.beanFactory.<StateCodec<?>>getBeanProvider(wanted).getIfAvailable();
        if (codec != null) {
            return codec;
        }
        if (this.json != null) {
            return this.json.states(projection.stateType().getType());
        }
        throw new MissingLibraryException(projection.description(), JsonCodecs.COORDINATES,
                "define a bean of type StateCodec<%s>".formatted(projection.stateType()));
    }

}
