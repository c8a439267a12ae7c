package io.tidemark.projection.cache;

import java.nio.file.Path;

import io.tidemark.projection.ProjectionCache;

class CompressedCaffeineProjectionCacheTests extends ProjectionCacheContract {

    @Override
    ProjectionCache open(Path directory) {
        return new CaffeineProjectionCache(64 << 20, Compression.DEFLATE);
    }

}
