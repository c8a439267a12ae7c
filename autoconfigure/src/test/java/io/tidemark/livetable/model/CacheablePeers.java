package io.tidemark.livetable.model;

import java.util.concurrent.CompletableFuture;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;

/** A service as applications write it with Spring's annotations. */
class CacheablePeers {

    private final GatedSource source;

    CacheablePeers(GatedSource source) {
        this.source = source;
    }

    @Cacheable("versions")
    public int plain(String key) {
        return this.source.load();
    }

    @Cacheable(cacheNames = "versions", sync = true)
    public int synchronised(String key) {
        return this.source.load();
    }

    @Cacheable("versions")
    public CompletableFuture<Integer> future(String key) {
        return CompletableFuture.supplyAsync(this.source::load);
    }

    @Cacheable(cacheNames = "versions", sync = true)
    public CompletableFuture<Integer> synchronisedFuture(String key) {
        return CompletableFuture.supplyAsync(this.source::load);
    }

    @CacheEvict(cacheNames = "versions", key = "#key")
    public void writeAndEvict(String key, int version) {
        this.source.write(version);
    }

    @CacheEvict(cacheNames = "versions", allEntries = true)
    public void writeAndClear(int version) {
        this.source.write(version);
    }

}
