package io.tidemark.benchmarks.durable;

import java.nio.file.Path;

import io.tidemark.benchmarks.store.RowKey;
import io.tidemark.key.KeyPath;
import org.ehcache.Cache;
import org.ehcache.PersistentCacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.EntryUnit;
import org.ehcache.config.units.MemoryUnit;

/** Ehcache with 1,000 rows in the heap and all on disk, read with its iterator. Only a clean close makes it durable. */
final class EhcacheStore implements DurableStore {

    private static final String ALIAS = "rows";

    private static final int HEAP_ENTRIES = 1_000;

    private static final int DISK_GIBIBYTES = 8;

    private final PersistentCacheManager manager;

    private final Cache<String, byte[]> cache;

    private final RowSink sink;

    EhcacheStore(Path directory, RowSink sink) {
        var resources = ResourcePoolsBuilder.newResourcePoolsBuilder()
            .heap(HEAP_ENTRIES, EntryUnit.ENTRIES)
            .disk(DISK_GIBIBYTES, MemoryUnit.GB, true);
        this.manager = CacheManagerBuilder.newCacheManagerBuilder()
            .with(CacheManagerBuilder.persistence(directory.resolve("ehcache").toFile()))
            .withCache(ALIAS,
                    CacheConfigurationBuilder.newCacheConfigurationBuilder(String.class, byte[].class, resources))
            .build(true);
        this.cache = this.manager.getCache(ALIAS, String.class, byte[].class);
        this.sink = sink;
    }

    @Override
    public void put(RowKey key, byte[] value) {
        this.cache.put(key.id(), value);
    }

    @Override
    public long readAll() {
        for (Cache.Entry<String, byte[]> entry : this.cache) {
            this.sink.accept(() -> KeyPath.of(entry.getKey()), entry.getValue());
        }
        return this.sink.count();
    }

    @Override
    public void close() {
        this.manager.close();
    }

}
