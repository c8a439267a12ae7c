package io.tidemark.actuate.autoconfigure;

import java.util.Set;

import io.tidemark.projection.ProjectionCache;
import io.tidemark.projection.cache.CaffeineProjectionCache;
import io.tidemark.projection.cache.NoneProjectionCache;

/** Matches if there is a cache of projections that is not known to be in memory only. */
final class OnDurableProjectionCacheCondition extends OnBeanOtherThanCondition {

    OnDurableProjectionCacheCondition() {
        super("Durable cache of projections", ProjectionCache.class,
                Set.of(CaffeineProjectionCache.class, NoneProjectionCache.class));
    }

}
