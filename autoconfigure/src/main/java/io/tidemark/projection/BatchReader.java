package io.tidemark.projection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.tidemark.projection.Flight.Wish;
import io.tidemark.projection.ProjectionLoader.Look;

import org.jspecify.annotations.Nullable;

/**
 * Reads many streams with one look at the heads of each 1,000 and one read of the rows that are not in the heap.
 * Streams that have to be folded from the start are read from the log together.
 *
 * @param <S> the state
 * @param <E> the events
 */
final class BatchReader<S, E> {

    private static final int CHUNK = 1_000;

    private final CachedProjection<S, E> projection;

    private final ProjectionDefinition<S, E> definition;

    private final EventSource<E> source;

    private final ProjectionStore<S> store;

    private final ProjectionLoader<S, E> loader;

    private final StateCapturer<S> capturer;

    private final ProjectionStatistics statistics;

    BatchReader(CachedProjection<S, E> projection, ProjectionDefinition<S, E> definition, ProjectionStore<S> store,
            ProjectionLoader<S, E> loader, StateCapturer<S> capturer, ProjectionStatistics statistics) {
        this.projection = projection;
        this.definition = definition;
        this.source = definition.source();
        this.store = store;
        this.loader = loader;
        this.capturer = capturer;
        this.statistics = statistics;
    }

    Map<String, Projected<S>> getAll(Collection<String> streamIds, Freshness freshness) {
        Map<String, Projected<S>> found = new LinkedHashMap<>();
        List<String> rest = new ArrayList<>();
        for (String streamId : new LinkedHashSet<>(streamIds)) {
            CachedProjection.requireId(streamId);
            Projected<S> cached = freshness instanceof Freshness.AtLeast ? this.projection.get(streamId, freshness)
                    : this.projection.getCached(streamId, freshness);
            found.put(streamId, cached);
            if (cached == null) {
                rest.add(streamId);
            }
        }
        for (int from = 0; from < rest.size(); from += CHUNK) {
            found.putAll(load(rest.subList(from, Math.min(from + CHUNK, rest.size()))));
        }
        return found;
    }

    private Map<String, Projected<S>> load(List<String> streamIds) {
        Map<String, Look> looks = look(streamIds);
        Set<String> notInHeap = new LinkedHashSet<>(streamIds);
        notInHeap.removeIf((streamId) -> looks.get(streamId).head().isStart() || this.store.entry(streamId) != null);
        Map<String, CachedRow> rows = this.store.rows(notInHeap);
        notInHeap.removeAll(rows.keySet());
        if (this.source.transaction() != TransactionScope.NONE) {
            this.statistics.bypasses.add(streamIds.size());
        }
        Map<String, Projected<S>> loaded = loadWhole(notInHeap, looks);
        for (String streamId : streamIds) {
            if (!loaded.containsKey(streamId)) {
                loaded.put(streamId, loadOne(streamId, looks.get(streamId), rows.get(streamId)));
            }
        }
        return loaded;
    }

    private Projected<S> loadOne(String streamId, Look look, @Nullable CachedRow read) {
        // Looked up once: what was in the heap when the rows were read may be evicted at any moment.
        HeapEntry<S> entry = this.store.entry(streamId);
        CachedRow row = read == null && entry == null && !look.head().isStart()
                ? this.store.rows(Set.of(streamId)).get(streamId) : read;
        Position kept = entry != null ? entry.position() : row != null ? row.position() : null;
        if (look.head().isStart() || look.head().equals(kept)) {
            return this.loader.load(streamId, look, entry, row).forLeader(this.projection.clock());
        }
        if (!look.publishes()) {
            return this.projection.observed(() -> this.loader.load(streamId, look, entry, row))
                .forLeader(this.projection.clock());
        }
        return this.projection.loadTogether(streamId, Freshness.consistent(), look);
    }

    /** Folds streams from their start, as many as nobody else is loading. */
    private Map<String, Projected<S>> loadWhole(Set<String> streamIds, Map<String, Look> looks) {
        Map<String, Flight<Loaded<S>>> led = new LinkedHashMap<>();
        for (String streamId : streamIds) {
            Look look = looks.get(streamId);
            Wish wish = new Wish(look.head(), look.nanos(), look.stamps(), true, false);
            Flight<Loaded<S>> flight = look.publishes() ? this.projection.flights().tryLead(streamId, wish)
                    : new Flight<>();
            if (flight != null) {
                led.put(streamId, flight);
            }
        }
        Map<String, Projected<S>> loaded = new LinkedHashMap<>();
        if (led.isEmpty()) {
            return loaded;
        }
        try {
            this.projection.observed(() -> {
                fold(led.keySet()).forEach((streamId, folding) -> {
                    Outcome outcome = folding.events() > 0 ? Outcome.REPLAY : Outcome.EMPTY;
                    Loaded<S> brought = this.loader.finish(streamId, folding, looks.get(streamId), outcome);
                    this.statistics.replays.increment();
                    this.projection.flights().land(streamId, led.get(streamId), brought);
                    loaded.put(streamId, brought.forLeader(this.projection.clock()));
                });
                return loaded;
            });
        }
        catch (Throwable ex) {
            led.keySet().removeAll(loaded.keySet());
            led.forEach((streamId, flight) -> this.projection.flights().abandon(streamId, flight, ex));
            throw ex;
        }
        return loaded;
    }

    private Map<String, Folding<S, E>> fold(Set<String> streamIds) {
        Map<String, Folding<S, E>> foldings = new LinkedHashMap<>();
        for (String streamId : streamIds) {
            foldings.put(streamId, new Folding<>(this.definition, this.capturer,
                    this.definition.projection().initial(streamId), Position.START));
        }
        this.source.readAll(streamIds, this.definition.types(), foldings::get);
        return foldings;
    }

    private Map<String, Look> look(List<String> streamIds) {
        boolean publishes = this.source.transaction() == TransactionScope.NONE;
        Map<String, Stamps> stamps = new LinkedHashMap<>();
        streamIds.forEach((streamId) -> stamps.put(streamId, this.projection.stamps(streamId)));
        long nanos = this.projection.clock().nanos();
        Map<String, Position> heads = this.source.heads(streamIds, this.definition.types());
        Map<String, Look> looks = new LinkedHashMap<>();
        stamps.forEach((streamId, taken) -> looks.put(streamId,
                new Look(heads.getOrDefault(streamId, Position.START), nanos, taken, publishes)));
        return looks;
    }

}
