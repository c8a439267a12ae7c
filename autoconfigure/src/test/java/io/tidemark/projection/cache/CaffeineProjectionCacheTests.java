package io.tidemark.projection.cache;

import java.nio.file.Path;

import io.tidemark.projection.ProjectionCache;

class CaffeineProjectionCacheTests extends ProjectionCacheContract {

    @Override
    ProjectionCache open(Path directory) {
        return new CaffeineProjectionCache(64 << 20, Compression.NONE);
    }

}
