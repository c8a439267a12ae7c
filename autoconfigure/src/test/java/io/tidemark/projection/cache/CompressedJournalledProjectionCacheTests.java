package io.tidemark.projection.cache;

import java.nio.file.Path;

import io.tidemark.projection.ProjectionCache;

class CompressedJournalledProjectionCacheTests extends ProjectionCacheContract {

    @Override
    ProjectionCache open(Path directory) {
        return JournalledProjectionCacheTests.open(directory, 64 << 20, Compression.DEFLATE);
    }

}
