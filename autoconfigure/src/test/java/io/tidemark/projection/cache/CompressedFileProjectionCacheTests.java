package io.tidemark.projection.cache;

import java.nio.file.Path;
import java.time.Duration;

import io.tidemark.projection.ProjectionCache;

class CompressedFileProjectionCacheTests extends ProjectionCacheContract {

    @Override
    ProjectionCache open(Path directory) {
        return FileProjectionCache.open(directory, 64 << 20, Compression.DEFLATE, Duration.ZERO);
    }

}
