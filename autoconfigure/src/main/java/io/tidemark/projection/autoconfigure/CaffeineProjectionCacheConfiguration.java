package io.tidemark.projection.autoconfigure;

import io.tidemark.projection.ProjectionCache;
import io.tidemark.projection.autoconfigure.ProjectionProperties.Backend;
import io.tidemark.projection.cache.CaffeineProjectionCache;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The cache of the backend "caffeine" where it is not journalled. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBackend(Backend.CAFFEINE)
@ConditionalOnJournal(enabled = false)
@ConditionalOnMissingBean(ProjectionCache.class)
class CaffeineProjectionCacheConfiguration {

    @Bean
    CaffeineProjectionCache tidemarkProjectionCache(ProjectionProperties properties) {
        ProjectionProperties.Caffeine caffeine = properties.cache().caffeine();
        return new CaffeineProjectionCache(caffeine.maximumSize().toBytes(), caffeine.compression());
    }

}
