package io.tidemark.livetable.autoconfigure;

import io.tidemark.autoconfigure.MissingLibraryException;
import io.tidemark.autoconfigure.TidemarkDirectory;
import io.tidemark.autoconfigure.TidemarkDirectory.StorePlace;
import io.tidemark.livetable.PageCache;
import io.tidemark.livetable.autoconfigure.LiveTableProperties.Backend;
import io.tidemark.livetable.autoconfigure.LiveTableProperties.Mvstore;
import io.tidemark.livetable.cache.MvStorePageCache;
import io.tidemark.livetable.cache.RowsCodec;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The cache of the backend "mvstore", which needs libraries that the application brings. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnPageBackend(Backend.MVSTORE)
@ConditionalOnMissingBean(PageCache.class)
@Import(JsonRowsConfiguration.class)
class MvStorePageCacheConfiguration {

    static final String CACHE = "tidemarkMvStorePageCache";

    private static final String LIBRARY = "org.h2.mvstore.MVStore";

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = LIBRARY)
    static class Present {

        // No default candidate, or it would be taken for one that the application brings for all tables.
        @Bean(name = CACHE, defaultCandidate = false)
        MvStorePageCache tidemarkMvStorePageCache(LiveTableProperties properties, TidemarkDirectory directory,
                ObjectProvider<RowsCodec> codecs) {
            RowsCodec codec = codecs.getIfAvailable(() -> {
                throw missing("tools.jackson.core:jackson-databind",
                        "choose another backend, or define a bean of type RowsCodec");
            });
            Mvstore mvstore = properties.mvstore();
            StorePlace place = new StorePlace(mvstore.path(), Mvstore.PATH, "livetable/mvstore", Mvstore.LOCK_TIMEOUT);
            return directory.open(place, (path) -> MvStorePageCache.open(path, codec, mvstore.maximumSize().toBytes(),
                    mvstore.pageCacheSize().toBytes(), mvstore.compression(), mvstore.lockTimeout()));
        }

    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass(LIBRARY)
    static class Missing {

        @Bean(name = CACHE, defaultCandidate = false)
        PageCache tidemarkMvStorePageCache() {
            throw missing("com.h2database:h2-mvstore:2.4.240", "choose another backend");
        }

    }

    private static MissingLibraryException missing(String coordinates, String alternative) {
        return new MissingLibraryException("The backend 'mvstore' of '%s'".formatted(LiveTableProperties.PREFIX),
                coordinates, alternative);
    }

}
