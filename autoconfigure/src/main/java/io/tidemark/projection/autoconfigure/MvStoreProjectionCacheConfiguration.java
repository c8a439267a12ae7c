package io.tidemark.projection.autoconfigure;

import io.tidemark.autoconfigure.MissingLibraryException;
import io.tidemark.autoconfigure.TidemarkDirectory;
import io.tidemark.autoconfigure.TidemarkDirectory.StorePlace;
import io.tidemark.projection.ProjectionCache;
import io.tidemark.projection.autoconfigure.ProjectionProperties.Backend;
import io.tidemark.projection.cache.mvstore.MvStoreProjectionCache;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The cache of the backend "mvstore", which needs a library that the application brings. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBackend(Backend.MVSTORE)
@ConditionalOnMissingBean(ProjectionCache.class)
class MvStoreProjectionCacheConfiguration {

    private static final String LIBRARY = "org.h2.mvstore.MVStore";

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = LIBRARY)
    static class Present {

        @Bean
        MvStoreProjectionCache tidemarkProjectionCache(ProjectionProperties properties, TidemarkDirectory directory) {
            ProjectionProperties.Mvstore mvstore = properties.cache().mvstore();
            StorePlace place = new StorePlace(mvstore.path(), ProjectionProperties.Mvstore.PATH, "projection/mvstore",
                    ProjectionProperties.Cache.LOCK_TIMEOUT);
            return directory.open(place, (path) -> MvStoreProjectionCache.open(path, mvstore.maximumSize().toBytes(),
                    mvstore.pageCacheSize().toBytes(), mvstore.compression(), properties.cache().lockTimeout()));
        }

    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass(LIBRARY)
    static class Missing {

        @Bean
        ProjectionCache tidemarkProjectionCache() {
            throw new MissingLibraryException("The backend 'mvstore' of 'tidemark.projection.cache.backend'",
                    "com.h2database:h2-mvstore:2.4.240", "choose another backend");
        }

    }

}
