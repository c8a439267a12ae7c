package io.tidemark.projection.cache;

import java.nio.file.Path;

import io.tidemark.projection.CacheCapabilities;
import io.tidemark.projection.ProjectionCache;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NoneProjectionCacheTests extends ProjectionCacheContract {

    @Override
    ProjectionCache open(Path directory) {
        return new NoneProjectionCache();
    }

    @Test
    void saysThatItStoresNothing() {
        try (ProjectionCache cache = new NoneProjectionCache()) {
            assertThat(cache.capabilities()).isEqualTo(new CacheCapabilities(false, false, false));
        }
    }

}
