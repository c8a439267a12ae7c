package io.tidemark.projection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.tidemark.generation.Generations;
import io.tidemark.key.KeyPath;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All projections of an application, over one cache.
 * <p>
 * Thread-safe. An invalidation holds when its method returns: no later read is answered with what was there before,
 * and a load that was under way is not kept. It doesn't wait for loads.
 */
public final class Projections implements AppendListener {

    private static final Logger logger = LoggerFactory.getLogger(Projections.class);

    private static final int WARM_BATCH = 1_000;

    private final Map<String, CachedProjection<?, ?>> projections = new LinkedHashMap<>();

    private final ProjectionCache cache;

    private final Stamps.Counters counters = new Stamps.Counters(new Generations(), new Generations());

    /**
     * Creates the readers of {@code definitions}. Rows of their other versions are removed from {@code cache}, which
     * stays the caller's to close.
     * @throws IllegalArgumentException if two projections have the same name
     */
    public Projections(Collection<ProjectionDefinition<?, ?>> definitions, ProjectionCache cache,
            ProjectionSettings settings, ProjectionRuntime runtime) {
        this.cache = cache;
        for (ProjectionDefinition<?, ?> definition : definitions) {
            register(definition, settings, runtime);
        }
    }

    /** Returns the names of all projections. */
    public Set<String> names() {
        return Set.copyOf(this.projections.keySet());
    }

    /** Returns the cache that they share. */
    public ProjectionCache cache() {
        return this.cache;
    }

    /**
     * Returns the reader of {@code projection}.
     * @throws UnknownProjectionException if it is not one of these
     */
    public <S> ProjectionReader<S> reader(Projection<S, ?> projection) {
        return cached(projection);
    }

    /**
     * Returns the reader of the projection named {@code name}.
     * @throws UnknownProjectionException if there is none
     */
    public ProjectionReader<?> reader(String name) {
        return cached(name);
    }

    /** Returns the state of a stream, as fresh as configured. See {@link ProjectionReader#get(String)}. */
    public <S> Projected<S> project(Projection<S, ?> projection, String streamId) {
        return cached(projection).get(streamId);
    }

    /** Returns the state of a stream. See {@link ProjectionReader#get(String, Freshness)}. */
    public <S> Projected<S> project(Projection<S, ?> projection, String streamId, Freshness freshness) {
        return cached(projection).get(streamId, freshness);
    }

    /** Returns the state of each stream. See {@link ProjectionReader#getAll(Collection)}. */
    public <S> Map<String, Projected<S>> projectAll(Projection<S, ?> projection, Collection<String> streamIds) {
        return cached(projection).getAll(streamIds);
    }

    /** Brings the streams into the cache, each as it is now. */
    public void warm(Projection<?, ?> projection, Collection<String> streamIds) {
        warm(projection, streamIds, (name, done, total) -> {
        });
    }

    /** Brings the streams into the cache, each as it is now, and tells {@code listener} after each thousand. */
    public void warm(Projection<?, ?> projection, Collection<String> streamIds, WarmListener listener) {
        warm(cached(projection), streamIds, listener);
    }

    /** Invalidates what is cached of these streams and folds them anew. */
    public void rebuild(Projection<?, ?> projection, Collection<String> streamIds, WarmListener listener) {
        CachedProjection<?, ?> cached = cached(projection);
        streamIds.forEach((streamId) -> cached.store().invalidateStream(streamId));
        warm(cached, streamIds, listener);
    }

    /** Invalidates what is cached of a stream and folds it anew. */
    public <S> Projected<S> rebuild(Projection<S, ?> projection, String streamId) {
        CachedProjection<S, ?> cached = cached(projection);
        cached.store().invalidateStream(streamId);
        return cached.get(streamId, Freshness.consistent());
    }

    /**
     * Invalidates what is cached of a stream in the projection named {@code name} and folds it anew.
     * @throws UnknownProjectionException if there is none
     */
    public Projected<?> rebuild(String name, String streamId) {
        CachedProjection<?, ?> cached = cached(name);
        cached.store().invalidateStream(streamId);
        return cached.get(streamId, Freshness.consistent());
    }

    /**
     * Returns what the cache has of a stream in the projection named {@code name}, or null if it has nothing.
     * @throws UnknownProjectionException if there is no such projection
     * @throws CacheFailedException if the cache can't be read
     */
    public @Nullable CachedState cachedState(String name, String streamId) {
        return cached(name).store().cachedState(streamId);
    }

    /**
     * Invalidates the streams of a projection whose ids start with {@code idPrefix}.
     * @return how many rows the cache removed
     * @throws IllegalArgumentException if the prefix is empty
     * @throws UnknownProjectionException if there is no projection of that name
     * @throws CacheFailedException if the cache can't remove rows; what it still holds may come back after a restart
     */
    public long invalidate(String projection, String idPrefix) {
        if (idPrefix.isEmpty()) {
            throw new IllegalArgumentException("idPrefix must not be empty: invalidateAll means all streams");
        }
        return cached(projection).store().invalidateStreamsStartingWith(idPrefix);
    }

    /**
     * Invalidates all streams of a projection, in all its versions.
     * @return how many rows the cache removed
     * @throws UnknownProjectionException if there is no projection of that name
     * @throws CacheFailedException as {@link #invalidate} does
     */
    public long invalidateAll(String projection) {
        return cached(projection).store().invalidateAll();
    }

    /**
     * Invalidates a stream in all projections.
     * @return how many rows the cache removed
     * @throws CacheFailedException as {@link #invalidate} does
     */
    public long invalidateStream(String streamId) {
        return this.projections.values().stream().mapToLong((each) -> each.store().invalidateStream(streamId)).sum();
    }

    @Override
    public void appended(String streamId) {
        this.counters.appends().bump(KeyPath.of(streamId));
    }

    /**
     * Returns what the projection named {@code name} did so far.
     * @throws UnknownProjectionException if there is none
     */
    public ProjectionStatistics statistics(String name) {
        return cached(name).statistics();
    }

    /**
     * Returns how many decoded states of the projection are in the heap, about.
     * @throws UnknownProjectionException if there is none
     */
    public long heapEntries(String name) {
        return cached(name).store().heapEntries();
    }

    private <S, E> void register(ProjectionDefinition<S, E> definition, ProjectionSettings settings,
            ProjectionRuntime runtime) {
        CachedProjection<S, E> cached = new CachedProjection<>(definition, this.cache, settings, this.counters,
                runtime);
        if (this.projections.putIfAbsent(cached.name(), cached) != null) {
            throw new IllegalArgumentException(
                    "name of projection %s must be unique, was '%s', which another one has".formatted(
                            definition.projection().getClass().getName(), cached.name()));
        }
        try {
            long orphans = cached.store().removeOrphans();
            if (orphans > 0) {
                logger.info("Removed {} rows of other versions of projection '{}'", orphans, cached.name());
            }
        }
        catch (CacheFailedException ex) {
            cached.statistics().faults().met(CacheFaults.Kind.GET, ex);
        }
    }

    private static void warm(CachedProjection<?, ?> cached, Collection<String> streamIds, WarmListener listener) {
        List<String> all = new ArrayList<>(Set.copyOf(streamIds));
        for (int from = 0; from < all.size(); from += WARM_BATCH) {
            int to = Math.min(from + WARM_BATCH, all.size());
            cached.getAll(all.subList(from, to), Freshness.consistent());
            cached.statistics().warmed.add(to - from);
            logger.info("Warmed {} of {} streams of projection '{}'", to, all.size(), cached.name());
            listener.progressed(cached.name(), to, all.size());
        }
    }

    @SuppressWarnings("unchecked")
    private <S> CachedProjection<S, ?> cached(Projection<S, ?> projection) {
        CachedProjection<?, ?> cached = cached(projection.name());
        return (CachedProjection<S, ?>) cached;
    }

    private CachedProjection<?, ?> cached(String name) {
        CachedProjection<?, ?> cached = this.projections.get(name);
        if (cached == null) {
            throw new UnknownProjectionException(name, this.projections.keySet());
        }
        return cached;
    }

}
