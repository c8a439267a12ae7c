package io.tidemark.projection;

import org.jspecify.annotations.Nullable;

/**
 * A fold under way: the state, and how far it got.
 *
 * @param <S> the state
 * @param <E> the events
 */
final class Folding<S, E> implements EventSink<E> {

    private final Projection<S, E> projection;

    private final StateCapturer<S> capturer;

    private final boolean counts;

    private final Position start;

    private S state;

    private long sequence;

    private String identity;

    private long events;

    private @Nullable Capture<S> beforeGap;

    Folding(ProjectionDefinition<S, E> definition, StateCapturer<S> capturer, S state, Position start) {
        this.projection = definition.projection();
        this.capturer = capturer;
        this.counts = definition.source().ordering() == EventOrdering.GLOBAL_SEQUENCE;
        this.start = start;
        this.state = state;
        this.sequence = start.sequence();
        this.identity = start.identity();
    }

    @Override
    public void accept(RecordedEvent<E> event) {
        this.state = this.projection.apply(this.state, event);
        this.sequence = event.sequence();
        this.identity = event.identity();
        this.events++;
    }

    @Override
    public void gap() {
        if (this.beforeGap == null) {
            this.beforeGap = this.capturer.capture(this.state, position());
        }
    }

    S state() {
        return this.state;
    }

    long events() {
        return this.events;
    }

    boolean hasGap() {
        return this.beforeGap != null;
    }

    /** Returns the state that may be kept: the one that was reached, or the one before the first gap. */
    Capture<S> capture() {
        return this.beforeGap != null ? this.beforeGap : this.capturer.capture(this.state, position());
    }

    private Position position() {
        return new Position(this.sequence, this.identity, this.counts ? this.start.count() + this.events : 0);
    }

}
