package io.tidemark.fold.autoconfigure;

import io.tidemark.autoconfigure.TidemarkDirectory;
import io.tidemark.autoconfigure.TidemarkDirectory.StorePlace;
import io.tidemark.fold.mvstore.MvStoreFoldSettings;
import io.tidemark.fold.mvstore.MvStoreFoldStore;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The stores "mvstore", which need a library that the application brings. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(name = "org.h2.mvstore.MVStore")
class MvStoreFoldConfiguration {

    @Bean
    FoldStoreOpener tidemarkFoldStoreOpener(TidemarkDirectory directory) {
        return (fold, settings) -> {
            String property = FoldProperties.property(fold) + ".mvstore";
            StorePlace place = new StorePlace(settings.path(), property + ".path", "fold/" + fold,
                    property + ".lock-timeout");
            return directory.open(place, (path) -> MvStoreFoldStore.open(MvStoreFoldSettings.in(path)
                .withSync(settings.sync())
                .withOnDamage(settings.onDamage())
                .withPageCacheBytes(settings.pageCacheSize().toBytes())
                .withLockTimeout(settings.lockTimeout())));
        };
    }

}
