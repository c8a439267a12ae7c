package io.tidemark.projection.autoconfigure;

import io.tidemark.autoconfigure.TidemarkDirectory;
import io.tidemark.autoconfigure.TidemarkDirectory.StorePlace;
import io.tidemark.projection.ProjectionCache;
import io.tidemark.projection.autoconfigure.ProjectionProperties.Backend;
import io.tidemark.projection.cache.FileProjectionCache;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The cache of the backend "file". */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBackend(Backend.FILE)
@ConditionalOnMissingBean(ProjectionCache.class)
class FileProjectionCacheConfiguration {

    @Bean
    FileProjectionCache tidemarkProjectionCache(ProjectionProperties properties, TidemarkDirectory directory) {
        ProjectionProperties.File file = properties.cache().file();
        StorePlace place = new StorePlace(file.path(), ProjectionProperties.File.PATH, "projection/file",
                ProjectionProperties.Cache.LOCK_TIMEOUT);
        return directory.open(place, (path) -> FileProjectionCache.open(path, file.maximumSize().toBytes(),
                file.compression(), properties.cache().lockTimeout()));
    }

}
