package io.tidemark.actuate.autoconfigure;

import java.util.Set;

import io.tidemark.livetable.PageCache;
import io.tidemark.livetable.cache.CaffeinePageCache;
import io.tidemark.livetable.cache.NonePageCache;

/** Matches if there is a cache of live tables that is not known to be in memory only. */
final class OnDurablePageCacheCondition extends OnBeanOtherThanCondition {

    OnDurablePageCacheCondition() {
        super("Durable cache of live tables", PageCache.class, Set.of(CaffeinePageCache.class, NonePageCache.class));
    }

}
