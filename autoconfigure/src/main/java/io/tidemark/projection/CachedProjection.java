package io.tidemark.projection;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

import io.tidemark.projection.Flight.Wish;
import io.tidemark.projection.Flights.Boarding;
import io.tidemark.projection.HeapEntry.Verification;
import io.tidemark.projection.ProjectionLoader.Look;

import org.jspecify.annotations.Nullable;

/**
 * The reads of one projection: hits from the heap, and loads, one per stream at a time.
 *
 * @param <S> the state
 * @param <E> the events
 */
final class CachedProjection<S, E> implements ProjectionReader<S> {

    private final ProjectionDefinition<S, E> definition;

    private final EventSource<E> source;

    private final Set<String> types;

    private final Freshness configured;

    private final ProjectionStore<S> store;

    private final ProjectionLoader<S, E> loader;

    private final BatchReader<S, E> batches;

    private final Flights<Loaded<S>> flights;

    private final Stamps.Counters counters;

    private final ProjectionClock clock;

    private final BackgroundRefreshes refreshes;

    private final LoadObserver observer;

    private final ProjectionStatistics statistics;

    CachedProjection(ProjectionDefinition<S, E> definition, ProjectionCache cache, ProjectionSettings settings,
            Stamps.Counters counters, ProjectionRuntime runtime) {
        this.definition = definition;
        this.source = definition.source();
        this.types = definition.types();
        this.configured = settings.freshness();
        this.counters = counters;
        this.clock = runtime.clock();
        this.observer = runtime.observer();
        CacheFaults faults = new CacheFaults(definition.projection().name(), this.clock);
        this.statistics = new ProjectionStatistics(faults);
        this.refreshes = new BackgroundRefreshes(runtime.refresher(),
                (streamId) -> load(streamId, Freshness.consistent()), this.statistics);
        this.store = new ProjectionStore<>(definition, cache, settings.heapMaximumEntries(), counters, this.clock,
                this.statistics);
        StateCapturer<S> capturer = new StateCapturer<>(definition.codec(), definition.projection().copier(),
                this.store.stores(), faults);
        this.loader = new ProjectionLoader<>(definition, this.store, capturer, counters, this.clock,
                this.statistics);
        this.flights = new Flights<>(counters, (failure) -> PersonalFailures.isPersonal(failure, this.source));
        this.batches = new BatchReader<>(this, definition, this.store, this.loader, capturer, this.statistics);
    }

    @Override
    public String name() {
        return this.definition.projection().name();
    }

    @Override
    public Projected<S> get(String streamId) {
        return get(streamId, this.configured);
    }

    @Override
    public Projected<S> get(String streamId, Freshness freshness) {
        requireId(streamId);
        if (freshness instanceof Freshness.AtLeast wish) {
            return SequenceAwaiter.await(this, streamId, wish);
        }
        Projected<S> cached = getCached(streamId, freshness);
        return cached != null ? cached : load(streamId, freshness);
    }

    @Override
    public Map<String, Projected<S>> getAll(Collection<String> streamIds) {
        return getAll(streamIds, this.configured);
    }

    @Override
    public Map<String, Projected<S>> getAll(Collection<String> streamIds, Freshness freshness) {
        return this.batches.getAll(streamIds, freshness);
    }

    static void requireId(String streamId) {
        if (Objects.requireNonNull(streamId, "streamId").isEmpty()) {
            throw new IllegalArgumentException("streamId must not be empty");
        }
    }

    /** Returns what the heap holds, if that is good enough without a look at the log; else null. */
    @Nullable Projected<S> getCached(String streamId, Freshness freshness) {
        if (freshness == Freshness.Consistent.INSTANCE || this.source.transaction() == TransactionScope.READ_WRITE) {
            return null;
        }
        HeapEntry<S> entry = this.store.uncheckedEntry(streamId);
        Verification<S> verified = entry != null ? entry.verification() : null;
        if (entry == null || verified == null || !verified.holds(entry, this.counters)) {
            return null;
        }
        if (freshness instanceof Freshness.MaxStale limit) {
            long ageNanos = this.clock.nanos() - verified.nanos();
            if (!limit.isFresh(ageNanos)) {
                return limit.allowsRefreshLater(ageNanos) ? serveStale(streamId, entry, verified) : null;
            }
        }
        this.statistics.hits.increment();
        Projected<S> ready = verified.ready();
        return ready != null ? ready : project(entry, entry.servedAs(), verified.nanos());
    }

    Projected<S> load(String streamId, Freshness freshness) {
        if (this.source.transaction() != TransactionScope.NONE) {
            return loadAlone(streamId, false);
        }
        boolean consistent = freshness == Freshness.Consistent.INSTANCE;
        if (consistent) {
            this.store.prefetch(streamId);
        }
        Look look = consistent ? look(streamId, true) : null;
        HeapEntry<S> entry = look != null ? this.store.entry(streamId) : null;
        if (look != null && entry != null && entry.position().equals(look.head())) {
            this.statistics.hits.increment();
            entry.verify(look.nanos(), look.stamps(), this.clock);
            return project(entry, entry.servedAs(), look.nanos());
        }
        return loadTogether(streamId, freshness, look);
    }

    /** Loads with the others who want the same; {@code look} is what the caller saw of the log, or null. */
    Projected<S> loadTogether(String streamId, Freshness freshness, @Nullable Look look) {
        Stamps stamps = look != null ? look.stamps() : stamps(streamId);
        Wish wish = look != null ? new Wish(look.head(), look.nanos(), stamps, true, false)
                : new Wish(null, 0, stamps, false, false);
        return board(streamId, freshness, look, wish);
    }

    private Projected<S> board(String streamId, Freshness freshness, @Nullable Look look, Wish wish) {
        Boarding<Loaded<S>> boarding = this.flights.board(streamId, wish);
        try {
            if (boarding.leads()) {
                return this.flights.lead(streamId, boarding, () -> stamps(streamId),
                        () -> fly(streamId, freshness, boarding, look))
                    .forLeader(this.clock);
            }
            this.statistics.coalesced.increment();
            return follow(streamId, freshness, wish, boarding);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new ReadInterruptedException(name(), streamId, ex);
        }
    }

    /** Looks at the head of the stream. What is found is not older than the moment of the call. */
    Look look(String streamId, boolean publishes) {
        Stamps stamps = stamps(streamId);
        long nanos = this.clock.nanos();
        return new Look(this.source.head(streamId, this.types), nanos, stamps, publishes);
    }

    Stamps stamps(String streamId) {
        return this.counters.take(this.definition.allVersionsPath(), streamId);
    }

    ProjectionDefinition<S, E> definition() {
        return this.definition;
    }

    ProjectionStore<S> store() {
        return this.store;
    }

    Flights<Loaded<S>> flights() {
        return this.flights;
    }

    ProjectionStatistics statistics() {
        return this.statistics;
    }

    ProjectionClock clock() {
        return this.clock;
    }

    <T> T observed(Supplier<T> load) {
        long before = this.clock.nanos();
        try {
            return this.observer.observe(name(), load);
        }
        catch (RuntimeException | Error ex) {
            this.statistics.failedLoads.increment();
            throw ex;
        }
        finally {
            this.statistics.loadNanos.add(this.clock.nanos() - before);
        }
    }

    private Loaded<S> fly(String streamId, Freshness freshness, Boarding<Loaded<S>> boarding, @Nullable Look seen) {
        return observed(() -> {
            this.store.prefetch(streamId);
            boolean current = seen != null && boarding.before() == null && !isOvertaken(streamId, seen);
            Look look = current ? seen : look(streamId, true);
            CachedRow row = rowIfNeeded(streamId, look);
            if (seen == null && !boarding.flight().mustBeConsistent()) {
                Loaded<S> restored = this.loader.restore(streamId, look, row, freshness);
                if (restored != null) {
                    return restored;
                }
            }
            boarding.flight().aimAt(look.head(), look.nanos());
            return this.loader.load(streamId, look, row);
        });
    }

    private Projected<S> follow(String streamId, Freshness freshness, Wish wish, Boarding<Loaded<S>> boarding)
            throws InterruptedException {
        Loaded<S> loaded = boarding.flight().await();
        StateHolder<S> holder = loaded != null ? loaded.holder() : null;
        if (loaded == null) {
            return get(streamId, freshness);
        }
        if (loaded.gapped() && boarding.joinedUnderWay()) {
            // The head doesn't show whether a gap below it has closed since that load read the log.
            return board(streamId, freshness, null, new Wish(null, 0, stamps(streamId), wish.isConsistent(), true));
        }
        if (holder == null) {
            return loadAlone(streamId, true);
        }
        if (loaded.outcome() == Outcome.STALE && !isAllowed(loaded, freshness)) {
            return load(streamId, freshness);
        }
        return new Projected<>(holder.take(), loaded.watermark(), loaded.outcome(), loaded.verifiedNanos(),
                this.clock.nanoClock());
    }

    // By the load of an event that was appended after the look.
    private boolean isOvertaken(String streamId, Look seen) {
        HeapEntry<S> entry = this.store.entry(streamId);
        return entry != null && entry.position().sequence() > seen.head().sequence();
    }

    private @Nullable CachedRow rowIfNeeded(String streamId, Look look) {
        return look.head().isStart() || this.store.entry(streamId) != null ? null : this.store.row(streamId);
    }

    private boolean isAllowed(Loaded<S> loaded, Freshness freshness) {
        return freshness instanceof Freshness.AnyAge || (freshness instanceof Freshness.MaxStale limit
                && limit.isFresh(this.clock.nanos() - loaded.verifiedNanos()));
    }

    private Projected<S> loadAlone(String streamId, boolean publishes) {
        if (!publishes) {
            this.statistics.bypasses.increment();
        }
        Loaded<S> loaded = observed(() -> {
            Look look = look(streamId, publishes);
            CachedRow row = rowIfNeeded(streamId, look);
            return this.loader.load(streamId, look, row);
        });
        return loaded.forLeader(this.clock);
    }

    private Projected<S> serveStale(String streamId, HeapEntry<S> entry, Verification<S> verified) {
        this.statistics.staleHits.increment();
        this.refreshes.begin(streamId);
        return project(entry, entry.position().isStart() ? Outcome.EMPTY : Outcome.STALE, verified.nanos());
    }

    private Projected<S> project(HeapEntry<S> entry, Outcome outcome, long verifiedNanos) {
        return new Projected<>(entry.holder().take(), entry.position().sequence(), outcome, verifiedNanos,
                this.clock.nanoClock());
    }

}
