package io.tidemark.projection;

import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Loads a state: from the row of the backend if that is at the head, else from the best base and the events since,
 * else from the whole stream.
 *
 * @param <S> the state
 * @param <E> the events
 */
final class ProjectionLoader<S, E> {

    private final ProjectionDefinition<S, E> definition;

    private final Projection<S, E> projection;

    private final EventSource<E> source;

    private final Set<String> types;

    private final ProjectionStore<S> store;

    private final StateCapturer<S> capturer;

    private final Stamps.Counters counters;

    private final ProjectionClock clock;

    private final ProjectionStatistics statistics;

    ProjectionLoader(ProjectionDefinition<S, E> definition, ProjectionStore<S> store, StateCapturer<S> capturer,
            Stamps.Counters counters, ProjectionClock clock, ProjectionStatistics statistics) {
        this.definition = definition;
        this.projection = definition.projection();
        this.source = definition.source();
        this.types = definition.types();
        this.store = store;
        this.capturer = capturer;
        this.counters = counters;
        this.clock = clock;
        this.statistics = statistics;
    }

    /** Loads the state of the stream up to {@code look} or later. */
    Loaded<S> load(String streamId, Look look, @Nullable CachedRow row) {
        return load(streamId, look, this.store.entry(streamId), row);
    }

    /** The same for a caller who has looked into the heap. */
    Loaded<S> load(String streamId, Look look, @Nullable HeapEntry<S> entry, @Nullable CachedRow row) {
        if (look.head().isStart()) {
            return empty(streamId, look);
        }
        if (entry != null && entry.position().equals(look.head())) {
            return fromHeap(entry, look);
        }
        Base<S> base = entry != null ? new Base<>(entry.holder(), entry.position()) : decode(row);
        if (base != null && base.position().equals(look.head())) {
            return fromRow(streamId, base, look);
        }
        Loaded<S> incremental = base != null ? applySince(streamId, base, look) : null;
        return incremental != null ? incremental : replay(streamId, look);
    }

    /**
     * Returns the state of a row that is behind the log, if it is of this log, nobody in this process appended to the
     * stream, and the row is young enough by the time of day. Else returns null.
     */
    @Nullable Loaded<S> restore(String streamId, Look look, @Nullable CachedRow row, Freshness freshness) {
        if (row == null || row.position().sequence() >= look.head().sequence()
                || !this.counters.isWithoutAppends(look.stamps())) {
            return null;
        }
        long ageNanos = TimeUnit.MICROSECONDS.toNanos(this.clock.wallMicros() - row.cachedAtMicros());
        boolean allowed = freshness instanceof Freshness.AnyAge
                || (freshness instanceof Freshness.MaxStale limit && ageNanos >= 0 && limit.isFresh(ageNanos));
        Position position = row.position();
        if (!allowed || !this.source.positionAt(streamId, this.types, position.sequence()).equals(position)) {
            return null;
        }
        Base<S> base = decode(row);
        if (base == null) {
            return null;
        }
        S state = base.holder().take();
        if (look.publishes()) {
            HeapEntry<S> entry = this.store.enterHeap(streamId, base.holder(), base.position(), look.stamps());
            entry.verify(look.nanos() - Math.max(0, ageNanos), look.stamps(), this.clock);
        }
        this.statistics.staleHits.increment();
        return new Loaded<>(state, base.holder(), base.position().sequence(), Outcome.STALE, false,
                look.nanos() - Math.max(0, ageNanos));
    }

    private Loaded<S> empty(String streamId, Look look) {
        this.statistics.empties.increment();
        S state = this.projection.initial(streamId);
        Capture<S> capture = this.capturer.capture(state, Position.START);
        if (look.publishes()) {
            keep(streamId, capture, look, true);
        }
        return new Loaded<>(state, capture.holder(), Position.START.sequence(), Outcome.EMPTY, false,
                look.nanos());
    }

    private Loaded<S> fromHeap(HeapEntry<S> entry, Look look) {
        if (look.publishes()) {
            entry.verify(look.nanos(), look.stamps(), this.clock);
        }
        return hit(entry.holder(), entry.position(), look);
    }

    private Loaded<S> fromRow(String streamId, Base<S> base, Look look) {
        if (look.publishes()) {
            this.store.enterHeap(streamId, base.holder(), base.position(), look.stamps())
                .verify(look.nanos(), look.stamps(), this.clock);
        }
        return hit(base.holder(), base.position(), look);
    }

    private Loaded<S> hit(StateHolder<S> holder, Position position, Look look) {
        this.statistics.hits.increment();
        return new Loaded<>(holder.take(), holder, position.sequence(), Outcome.HIT, false, look.nanos());
    }

    /** Returns null if the base is not one of this log. */
    private @Nullable Loaded<S> applySince(String streamId, Base<S> base, Look look) {
        if (!this.projection.incremental()) {
            return null;
        }
        boolean behind = base.position().sequence() < look.head().sequence();
        Folding<S, E> folding = new Folding<>(this.definition, this.capturer, base.holder().take(), base.position());
        if (!behind || !this.source.read(streamId, this.types, base.position(), folding)) {
            this.statistics.diverged.increment();
            return null;
        }
        this.statistics.incrementals.increment();
        return finish(streamId, folding, look, Outcome.INCREMENTAL);
    }

    private Loaded<S> replay(String streamId, Look look) {
        Folding<S, E> folding = new Folding<>(this.definition, this.capturer, this.projection.initial(streamId),
                Position.START);
        this.source.read(streamId, this.types, Position.START, folding);
        this.statistics.replays.increment();
        return finish(streamId, folding, look, folding.events() > 0 ? Outcome.REPLAY : Outcome.EMPTY);
    }

    /** Ends a fold: keeps what may be kept and returns the state. */
    Loaded<S> finish(String streamId, Folding<S, E> folding, Look look, Outcome outcome) {
        this.statistics.events.add(folding.events());
        Capture<S> kept = folding.capture();
        if (folding.hasGap()) {
            this.statistics.gaps.increment();
        }
        if (look.publishes() && !kept.position().isStart()) {
            keep(streamId, kept, look, !folding.hasGap());
        }
        StateHolder<S> holder = folding.hasGap() ? this.capturer.capture(folding.state(), Position.START).holder()
                : kept.holder();
        return new Loaded<>(folding.state(), holder, kept.position().sequence(), outcome, folding.hasGap(),
                look.nanos());
    }

    private void keep(String streamId, Capture<S> capture, Look look, boolean atHead) {
        long sinceLookNanos = this.clock.nanos() - look.nanos();
        long atHeadMicros = atHead ? this.clock.wallMicros() - TimeUnit.NANOSECONDS.toMicros(sinceLookNanos) : 0;
        HeapEntry<S> entry = this.store.publish(streamId, capture, look.stamps(), atHeadMicros);
        if (entry != null && atHead) {
            entry.verify(look.nanos(), look.stamps(), this.clock);
        }
    }

    private @Nullable Base<S> decode(@Nullable CachedRow row) {
        StateHolder<S> holder = row != null ? this.store.decode(row, this.capturer) : null;
        return row != null && holder != null ? new Base<>(holder, row.position()) : null;
    }

    /**
     * A look at the log.
     *
     * @param head where the stream ended
     * @param nanos when, before the look
     * @param stamps the marks, taken before the look
     * @param publishes whether what follows may be kept for others
     */
    record Look(Position head, long nanos, Stamps stamps, boolean publishes) {
    }

    private record Base<S>(StateHolder<S> holder, Position position) {
    }

}
