package io.tidemark.benchmarks.store;

import java.nio.ByteBuffer;
import java.nio.file.Path;

import org.ehcache.Cache;
import org.ehcache.PersistentCacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.EntryUnit;
import org.ehcache.config.units.MemoryUnit;
import org.jspecify.annotations.Nullable;

/** Ehcache with a heap tier and a persistent disk tier. A prefix is deleted by looking at all entries. */
final class EhcacheRowStore implements RowStore {

    private static final String ALIAS = "rows";

    private static final int HEAP_ENTRIES = 1_000;

    private static final int DISK_GIBIBYTES = 8;

    private final PersistentCacheManager manager;

    private final Cache<String, byte[]> cache;

    EhcacheRowStore(Path directory) {
        var resources = ResourcePoolsBuilder.newResourcePoolsBuilder()
            .heap(HEAP_ENTRIES, EntryUnit.ENTRIES)
            .disk(DISK_GIBIBYTES, MemoryUnit.GB, true);
        this.manager = CacheManagerBuilder.newCacheManagerBuilder()
            .with(CacheManagerBuilder.persistence(directory.resolve("ehcache").toFile()))
            .withCache(ALIAS,
                    CacheConfigurationBuilder.newCacheConfigurationBuilder(String.class, byte[].class, resources))
            .build(true);
        this.cache = this.manager.getCache(ALIAS, String.class, byte[].class);
    }

    @Override
    public @Nullable Object get(RowKey key) {
        byte[] bytes = this.cache.get(key.id());
        return bytes != null ? Row.read(ByteBuffer.wrap(bytes)) : null;
    }

    @Override
    public void put(RowKey key, byte[] value) {
        this.cache.put(key.id(), Row.of(value).toBytes());
    }

    @Override
    public long deletePrefix(RowKey.Group group) {
        long removed = 0;
        for (Cache.Entry<String, byte[]> entry : this.cache) {
            if (entry.getKey().startsWith(group.idPrefix())) {
                this.cache.remove(entry.getKey());
                removed++;
            }
        }
        return removed;
    }

    @Override
    public void close() {
        this.manager.close();
    }

}
