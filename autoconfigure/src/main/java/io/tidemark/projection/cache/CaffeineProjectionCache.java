package io.tidemark.projection.cache;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
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
 * <p>
 * Rows that are loaded at a start are apart from both until they are asked for or admitted. They leave the loaded ones
 * once they are in the cache, so that they are never in neither; a put and a deletion take a key from both. Meanwhile a
 * deletion by prefix costs them too, and rows that are put come on top of the maximum.
 */
public final class CaffeineProjectionCache implements ProjectionCache {

    private static final CacheCapabilities CAPABILITIES = new CacheCapabilities(true, false, false);

    // What a row takes beside its bytes: the objects around them, the nodes of the cache and of the sorted set.
    private static final int OVERHEAD_BYTES = 350;

    // Neighbours join the sorted set faster one after the other, and a group is in memory twice.
    private static final int ADMITTED_TOGETHER = 1 << 16;

    // How little of the maximum is loaded at once beside rows that are in the cache.
    private static final int LOADS_PER_MAXIMUM = 16;

    private final long maximumBytes;

    private final long largestLoad;

    private final ValuePacking packing;

    private final ConcurrentSkipListSet<KeyPath> keys = new ConcurrentSkipListSet<>();

    private final LoadedRows loaded = new LoadedRows();

    private final LongAdder evictions = new LongAdder();

    private final Cache<KeyPath, CachedRow> cache;

    private final ConcurrentMap<KeyPath, CachedRow> rows;

    private volatile boolean closed;

    // Whether there may be loaded rows; once there are not, those that were are in the cache.
    private volatile boolean holdsLoaded;

    private volatile @Nullable CachedRow lastAdmitted;

    // Held while a row is admitted that nobody waits for, and then is counted twice.
    private final Object moving = new Object();

    private final Object admission = new Object();

    /**
     * Creates an empty cache.
     * @param maximumBytes the memory that the rows may take, estimated
     * @param compression how values are made smaller
     */
    public CaffeineProjectionCache(long maximumBytes, Compression compression) {
        if (maximumBytes <= 0) {
            throw new IllegalArgumentException("maximumBytes must be positive, was " + maximumBytes);
        }
        this.maximumBytes = maximumBytes;
        this.largestLoad = Math.min(maximumBytes, LoadedRows.LARGEST_BYTES);
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
        // Before the cache: the row may move there between the two looks.
        boolean mayBeLoaded = this.holdsLoaded;
        CachedRow row = this.cache.getIfPresent(key);
        if (row == null && mayBeLoaded) {
            row = move(key);
        }
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
        // One that is loaded as well must go, or it would be back once the other one is evicted.
        if (this.holdsLoaded || this.rows.replace(key, packed) == null) {
            insert(key, packed);
        }
    }

    /**
     * Puts the row that {@link LoggedRow} encoded as {@code value}, which it must be. That is much faster than
     * {@link #put}, because the row stays encoded until it is asked for or {@link #admitLoaded()} comes to it. For one
     * thread, before any other uses the cache; {@link #endLoad()} is to follow.
     */
    void load(byte[] key, byte[] value) {
        requireOpen();
        boolean alone = this.keys.isEmpty();
        KeyPath path = alone ? null : LoadedRows.path(key, KeyPath.root());
        if (path != null) {
            remove(path);
        }
        this.loaded.put(key, value);
        if (!this.holdsLoaded) {
            this.holdsLoaded = true;
        }
        if (loadedBytes() > (alone ? this.largestLoad : this.largestLoad / LOADS_PER_MAXIMUM)) {
            admitLoaded();
        }
    }

    /** Returns how many rows were loaded with a key that is no path, and dropped. */
    int unreadableCount() {
        return this.loaded.unreadable();
    }

    /** Evicts what was loaded and does not fit. Other threads may use the cache from now on. */
    void endLoad() {
        if (usage().bytes() > this.maximumBytes) {
            admitLoaded();
        }
    }

    /** Puts the loaded rows into the cache, beside whatever else happens. Ends early once this is closed. */
    void admitLoaded() {
        synchronized (this.admission) {
            List<KeyPath> group = this.loaded.firstKeys(ADMITTED_TOGETHER);
            while (!group.isEmpty()) {
                Collections.sort(group);
                for (KeyPath key : group) {
                    if (this.closed) {
                        return;
                    }
                    synchronized (this.moving) {
                        move(key);
                    }
                }
                group = this.loaded.firstKeys(ADMITTED_TOGETHER);
            }
            this.holdsLoaded = false;
        }
    }

    @Override
    public long deletePrefix(KeyPrefix prefix) {
        requireOpen();
        return delete(prefix, null);
    }

    @Override
    public long deleteAllBut(KeyPrefix prefix, KeyPrefix kept) {
        requireOpen();
        return delete(prefix, Objects.requireNonNull(kept, "kept"));
    }

    @Override
    public void sync() {
        requireOpen();
    }

    @Override
    public CacheUsage usage() {
        requireOpen();
        synchronized (this.moving) {
            this.cache.cleanUp();
            long bytes = this.cache.policy().eviction().orElseThrow().weightedSize().orElse(0);
            return new CacheUsage(this.cache.estimatedSize() + this.loaded.count(), bytes + loadedBytes(), 0,
                    this.evictions.sum(), 0);
        }
    }

    /** Removes the row of {@code key}, if it is there. */
    void delete(KeyPath key) {
        requireOpen();
        remove(key);
    }

    /** Gives all rows to {@code sink}, in any order; those that come or go meanwhile may be given or not. */
    void forEach(BiConsumer<KeyPath, CachedRow> sink) {
        admitLoaded();
        this.rows.forEach((key, row) -> sink.accept(key, this.packing.unpack(row)));
    }

    @Override
    public void close() {
        this.closed = true;
        this.cache.invalidateAll();
        this.loaded.clear();
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
            this.loaded.remove(newKey);
            return packed;
        });
    }

    // A snapshot that finds no loaded row reads the cache, so it is there first.
    private @Nullable CachedRow move(KeyPath key) {
        CachedRow row = this.rows.computeIfAbsent(key, this::decodeLoaded);
        this.loaded.remove(key);
        return row;
    }

    private @Nullable CachedRow decodeLoaded(KeyPath key) {
        byte[] value = this.loaded.get(key);
        if (value == null) {
            return null;
        }
        CachedRow row = LoggedRow.decode(value, this.lastAdmitted);
        CachedRow packed = this.packing.pack(row);
        this.lastAdmitted = row;
        this.keys.add(key);
        return packed;
    }

    private long loadedBytes() {
        return this.loaded.bytes() + (long) OVERHEAD_BYTES * this.loaded.count();
    }

    private long delete(KeyPrefix prefix, @Nullable KeyPrefix kept) {
        long count = 0;
        if (this.holdsLoaded) {
            // Before the others, which a row joins before it leaves the loaded ones.
            for (KeyPath key : this.loaded.keys(prefix.toBytes())) {
                count += (kept == null || !kept.matches(key)) && remove(key) ? 1 : 0;
            }
        }
        return count + PrefixDeletion.ofPaths(this.keys, prefix, kept, this::remove);
    }

    // Waits for a loaded row that another thread is admitting, which computeIfPresent does not see.
    private boolean remove(KeyPath key) {
        boolean[] removed = new boolean[1];
        this.rows.compute(key, (present, row) -> {
            this.keys.remove(present);
            removed[0] = this.loaded.remove(present) || row != null;
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
