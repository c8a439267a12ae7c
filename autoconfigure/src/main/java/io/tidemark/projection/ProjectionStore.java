package io.tidemark.projection;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import io.tidemark.generation.WriteMark;
import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.jspecify.annotations.Nullable;

/**
 * The two tiers that the states of one projection are kept in: decoded in the heap, and encoded in the backend behind
 * it. A backend that stores nothing has no heap tier in front.
 *
 * @param <S> the state
 */
final class ProjectionStore<S> {

    private final ProjectionDefinition<S, ?> definition;

    private final KeyPath allVersions;

    private final KeyPath rows;

    private final ProjectionCache cache;

    private final boolean stores;

    private final Cache<String, HeapEntry<S>> heap;

    private final Stamps.Counters counters;

    private final ProjectionClock clock;

    private final ProjectionStatistics statistics;

    // Shared by those who publish, exclusive for a moment after a mark: then whoever saw the old stamp has published,
    // and the delete that follows finds the row.
    private final ReadWriteLock publication = new ReentrantReadWriteLock();

    ProjectionStore(ProjectionDefinition<S, ?> definition, ProjectionCache cache, long heapMaximumEntries,
            Stamps.Counters counters, ProjectionClock clock, ProjectionStatistics statistics) {
        this.definition = definition;
        this.allVersions = definition.allVersionsPath();
        this.rows = definition.rowsPath();
        this.cache = cache;
        this.stores = cache.capabilities().stores();
        this.heap = Caffeine.newBuilder()
            .maximumSize(this.stores ? heapMaximumEntries : 0)
            .evictionListener((streamId, entry, cause) -> statistics.heapEvictions.increment())
            .build();
        this.counters = counters;
        this.clock = clock;
        this.statistics = statistics;
    }

    boolean stores() {
        return this.stores;
    }

    /** Returns the heap's entry, whether or not it was invalidated, or null. */
    @Nullable HeapEntry<S> uncheckedEntry(String streamId) {
        return this.stores ? this.heap.getIfPresent(streamId) : null;
    }

    /** Returns the heap's entry if nothing was invalidated since it was made, else null. */
    @Nullable HeapEntry<S> entry(String streamId) {
        HeapEntry<S> entry = uncheckedEntry(streamId);
        return entry != null && this.counters.isValid(entry.stamps()) ? entry : null;
    }

    void prefetch(String streamId) {
        if (this.cache.capabilities().prefetches()) {
            try {
                this.cache.prefetch(key(streamId));
            }
            catch (RuntimeException ex) {
                this.statistics.faults().met(CacheFaults.Kind.PREFETCH, ex);
            }
        }
    }

    /** Returns the backend's row, or null if there is none that can be used. */
    @Nullable CachedRow row(String streamId) {
        if (!this.stores) {
            return null;
        }
        try {
            return usable(this.cache.get(key(streamId)));
        }
        catch (RuntimeException ex) {
            this.statistics.faults().met(CacheFaults.Kind.GET, ex);
            return null;
        }
    }

    /** Returns the backend's rows that can be used, of those asked for. */
    Map<String, CachedRow> rows(Collection<String> streamIds) {
        Map<KeyPath, String> ids = new HashMap<>();
        streamIds.forEach((streamId) -> ids.put(key(streamId), streamId));
        Map<String, CachedRow> found = new HashMap<>();
        if (this.stores) {
            try {
                this.cache.getAll(ids.keySet()).forEach((key, row) -> {
                    if (usable(row) != null) {
                        found.put(ids.get(key), row);
                    }
                });
            }
            catch (RuntimeException ex) {
                this.statistics.faults().met(CacheFaults.Kind.GET, ex);
            }
        }
        return found;
    }

    /** Returns a holder of the state of {@code row}, or null if it can't be decoded. */
    @Nullable StateHolder<S> decode(CachedRow row, StateCapturer<S> capturer) {
        try {
            return capturer.hold(this.definition.codec().decode(row.value()), row.value());
        }
        catch (RuntimeException ex) {
            this.statistics.faults().met(CacheFaults.Kind.DECODE, ex);
            return null;
        }
    }

    /**
     * Keeps what a load brought in both tiers, if its stamps hold. Returns the entry of the heap, or null.
     * @param atHeadMicros the time of day at which the state was at the head, or 0 if it never was
     */
    @Nullable HeapEntry<S> publish(String streamId, Capture<S> capture, Stamps stamps, long atHeadMicros) {
        if (!this.stores || capture.holder() == null || (capture.bytes() == null && !capture.position().isStart())) {
            return null;
        }
        this.publication.readLock().lock();
        try {
            if (!this.counters.isValid(stamps)) {
                this.statistics.discarded.increment();
                return null;
            }
            if (capture.bytes() != null) {
                put(streamId, new CachedRow(capture.bytes(), capture.position(), atHeadMicros,
                        this.definition.codec().name()));
            }
            return enterHeap(streamId, capture.holder(), capture.position(), stamps);
        }
        finally {
            this.publication.readLock().unlock();
        }
    }

    /** Keeps a state that came from the backend in the heap. */
    HeapEntry<S> enterHeap(String streamId, StateHolder<S> holder, Position position, Stamps stamps) {
        HeapEntry<S> entry = new HeapEntry<>(holder, position, stamps);
        this.heap.put(streamId, entry);
        return entry;
    }

    /** Invalidates one stream. Returns how many rows the backend removed. */
    long invalidateStream(String streamId) {
        return invalidate(this.allVersions.child(streamId), key(streamId).asPrefix());
    }

    /** Invalidates the streams whose ids start with {@code idPrefix}. Returns how many rows the backend removed. */
    long invalidateStreamsStartingWith(String idPrefix) {
        return invalidate(this.allVersions, this.rows.childrenStartingWith(idPrefix));
    }

    /** Invalidates all streams. Returns how many rows the backend removed. */
    long invalidateAll() {
        return invalidate(this.allVersions, this.allVersions.asPrefix());
    }

    /** Removes the rows of other versions. Returns how many there were. */
    long removeOrphans() {
        return this.stores ? this.cache.deleteAllBut(this.allVersions.asPrefix(), this.rows.asPrefix()) : 0;
    }

    /** Returns what the backend has of a stream, or null. */
    @Nullable CachedState cachedState(String streamId) {
        CachedRow row = this.stores ? this.cache.get(key(streamId)) : null;
        return row == null ? null
                : new CachedState(row.position().sequence(),
                        Instant.EPOCH.plus(row.cachedAtMicros(), ChronoUnit.MICROS), row.value().length, row.codec(),
                        entry(streamId) != null);
    }

    long heapEntries() {
        return this.heap.estimatedSize();
    }

    private long invalidate(KeyPath generation, KeyPrefix prefix) {
        this.statistics.invalidations.increment();
        // Held until the rows are gone: who reads one meanwhile can neither keep it nor have it served later (P1).
        WriteMark mark = this.counters.invalidations().mark(generation);
        try {
            this.publication.writeLock().lock();
            this.publication.writeLock().unlock();
            return this.cache.deletePrefix(prefix);
        }
        finally {
            mark.release();
        }
    }

    private void put(String streamId, CachedRow row) {
        try {
            this.cache.put(key(streamId), row);
            this.statistics.puts.increment();
        }
        catch (RuntimeException ex) {
            this.statistics.faults().met(CacheFaults.Kind.PUT, ex);
        }
    }

    private @Nullable CachedRow usable(@Nullable CachedRow row) {
        return row != null && row.codec().equals(this.definition.codec().name()) ? row : null;
    }

    private KeyPath key(String streamId) {
        return this.rows.child(streamId);
    }

}
