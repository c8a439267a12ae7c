package io.tidemark.projection.cache;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;
import io.tidemark.projection.CacheCapabilities;
import io.tidemark.projection.CacheFailedException;
import io.tidemark.projection.CachedRow;
import io.tidemark.projection.CacheUsage;
import io.tidemark.projection.ProjectionCache;

import org.jspecify.annotations.Nullable;

/**
 * A {@link ProjectionCache} in the memory of this process, bounded by the bytes that it takes. Without compression rows
 * are kept by reference and a hit allocates nothing.
 * <p>
 * Beside the cache there is an index of its keys, so that deleting a prefix costs the rows that it matches and not all.
 * A key joins and leaves it within the atomic operation that makes it join and leave the cache, evictions included. A key
 * is therefore never in the cache without being in the index.
 */
public final class CaffeineProjectionCache implements ProjectionCache {

    private static final CacheCapabilities CAPABILITIES = new CacheCapabilities(true, false, false);

    // What a row takes beside its bytes: the objects around them, the nodes of the cache and of the sorted set.
    private static final int OVERHEAD_BYTES = 350;

    // So many loaded keys may be those of rows that were dropped again.
    private static final int UNSORTED_KEYS = 1 << 16;

    private final ValuePacking packing;

    private final KeyIndex keys = new KeyIndex();

    private final LongAdder evictions = new LongAdder();

    private final Cache<KeyPath, CachedRow> cache;

    private final ConcurrentMap<KeyPath, CachedRow> rows;

    private volatile boolean closed;

    /**
     * Creates an empty cache.
     * @param maximumBytes the memory that the rows may take, estimated
     * @param compression how values are made smaller
     */
    public CaffeineProjectionCache(long maximumBytes, Compression compression) {
        if (maximumBytes <= 0) {
            throw new IllegalArgumentException("maximumBytes must be positive, was " + maximumBytes);
        }
        this.packing = ValuePacking.of(compression);
        // Maintenance runs in the calling thread: the bound holds when a put returns, and nothing runs after the close.
        this.cache = Caffeine.newBuilder()
            .initialCapacity((int) Math.min(maximumBytes / 2048, 1 << 24))
            .maximumWeight(maximumBytes)
            .weigher(CaffeineProjectionCache::weigh)
            .evictionListener(this::onEviction)
            .executor(Runnable::run)
            .build();
        this.rows = this.cache.asMap();
    }

    @Override
    public CacheCapabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public @Nullable CachedRow get(KeyPath key) {
        requireOpen();
        CachedRow row = this.cache.getIfPresent(key);
        return row == null ? null : this.packing.unpack(row);
    }

    @Override
    public Map<KeyPath, CachedRow> getAll(Collection<KeyPath> keys) {
        requireOpen();
        return ProjectionCache.super.getAll(keys);
    }

    @Override
    public void put(KeyPath key, CachedRow row) {
        requireOpen();
        CachedRow packed = this.packing.pack(row);
        if (this.rows.replace(key, packed) == null) {
            insert(key, packed);
        }
    }

    /**
     * Does what {@link #put} does, but faster where most keys are new. For one thread, before any other uses the cache.
     * Until {@link #sortKeys()} deletions by prefix cost the rows that were loaded too.
     */
    void load(KeyPath key, CachedRow row) {
        requireOpen();
        CachedRow packed = this.packing.pack(row);
        this.rows.compute(key, (newKey, old) -> {
            if (old == null) {
                this.keys.addUnsorted(newKey);
            }
            return packed;
        });
        if (this.keys.unsortedCount() > 2 * this.cache.estimatedSize() + UNSORTED_KEYS) {
            sortKeys();
        }
    }

    /** Sorts the keys that were loaded, beside whatever else happens. Ends early once this is closed. */
    void sortKeys() {
        this.keys.sort((key, adding) -> {
            this.rows.computeIfPresent(key, (same, row) -> {
                adding.accept(same);
                return row;
            });
            return !this.closed;
        });
    }

    /** Whether there are loaded keys to sort. */
    boolean hasUnsortedKeys() {
        return this.keys.unsortedCount() > 0;
    }

    @Override
    public long deletePrefix(KeyPrefix prefix) {
        requireOpen();
        return this.keys.delete(prefix, null, this::remove);
    }

    @Override
    public long deleteAllBut(KeyPrefix prefix, KeyPrefix kept) {
        requireOpen();
        return this.keys.delete(prefix, Objects.requireNonNull(kept, "kept"), this::remove);
    }

    @Override
    public void sync() {
        requireOpen();
    }

    @Override
    public CacheUsage usage() {
        requireOpen();
        this.cache.cleanUp();
        long bytes = this.cache.policy().eviction().orElseThrow().weightedSize().orElse(0);
        return new CacheUsage(this.cache.estimatedSize(), bytes, 0, this.evictions.sum(), 0);
    }

    /** Removes the row of {@code key}, if it is there. */
    void delete(KeyPath key) {
        requireOpen();
        remove(key);
    }

    /** Gives all rows to {@code sink}, in any order; those that come or go meanwhile may be given or not. */
    void forEach(BiConsumer<KeyPath, CachedRow> sink) {
        this.rows.forEach((key, row) -> sink.accept(key, this.packing.unpack(row)));
    }

    @Override
    public void close() {
        this.closed = true;
        this.cache.invalidateAll();
        this.keys.clear();
    }

    private void requireOpen() {
        if (this.closed) {
            throw new CacheFailedException("Projection cache in memory must be open, was closed: open it again", null);
        }
    }

    private void insert(KeyPath key, CachedRow packed) {
        this.rows.compute(key, (newKey, old) -> {
            this.keys.add(newKey);
            return packed;
        });
    }

    private boolean remove(KeyPath key) {
        boolean[] removed = new boolean[1];
        this.rows.computeIfPresent(key, (present, row) -> {
            this.keys.remove(present);
            removed[0] = true;
            return null;
        });
        return removed[0];
    }

    private void onEviction(@Nullable KeyPath key, @Nullable CachedRow row, RemovalCause cause) {
        this.keys.remove(Objects.requireNonNull(key, "key"));
        this.evictions.increment();
    }

    private static int weigh(KeyPath key, CachedRow row) {
        long bytes = (long) OVERHEAD_BYTES + key.length() + row.value().length + row.position().identity().length();
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

}
