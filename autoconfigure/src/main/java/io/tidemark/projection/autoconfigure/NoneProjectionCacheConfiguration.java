package io.tidemark.projection.autoconfigure;

import io.tidemark.projection.ProjectionCache;
import io.tidemark.projection.autoconfigure.ProjectionProperties.Backend;
import io.tidemark.projection.cache.NoneProjectionCache;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The cache of the backend "none". */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBackend(Backend.NONE)
@ConditionalOnMissingBean(ProjectionCache.class)
class NoneProjectionCacheConfiguration {

    @Bean
    NoneProjectionCache tidemarkProjectionCache() {
        return new NoneProjectionCache();
    }

}
