package io.tidemark.projection.autoconfigure;

import java.nio.file.Path;

import io.tidemark.autoconfigure.MissingLibraryException;
import io.tidemark.autoconfigure.TidemarkDirectory;
import io.tidemark.autoconfigure.TidemarkDirectory.StorePlace;
import io.tidemark.journal.DamagedJournalException;
import io.tidemark.journal.RecordCompression;
import io.tidemark.journal.RecoveryListener;
import io.tidemark.journal.RecoveryObserver;
import io.tidemark.projection.CacheFailedException;
import io.tidemark.projection.ProjectionCache;
import io.tidemark.projection.autoconfigure.ProjectionProperties.Backend;
import io.tidemark.projection.cache.JournalledProjectionCache;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/** The cache of the backend "caffeine" where it is journalled, which needs a library that compresses if that is asked. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBackend(Backend.CAFFEINE)
@ConditionalOnJournal(enabled = true)
@ConditionalOnMissingBean(ProjectionCache.class)
class JournalledProjectionCacheConfiguration {

    private static final String LIBRARY = "net.jpountz.lz4.LZ4Factory";

    @Bean
    JournalledProjectionCache tidemarkProjectionCache(ProjectionProperties properties, TidemarkDirectory directory,
            ObjectProvider<RecoveryListener> listener, ObjectProvider<RecoveryObserver> observer,
            ConfigurableBeanFactory beanFactory) {
        ProjectionJournalProperties journal = properties.cache().caffeine().journal();
        if (journal.compression() == RecordCompression.LZ4
                && !ClassUtils.isPresent(LIBRARY, beanFactory.getBeanClassLoader())) {
            throw missingLibrary();
        }
        StorePlace place = new StorePlace(journal.path(), ProjectionJournalProperties.PATH,
                "projection/caffeine-journal", ProjectionProperties.Cache.LOCK_TIMEOUT);
        RecoveryListener chosen = listener.getIfAvailable(RecoveryProgress::new);
        return observer.getIfAvailable(() -> RecoveryObserver.NONE)
            .observe("projection", () -> directory.open(place, (path) -> open(path, properties.cache(), chosen)));
    }

    private static JournalledProjectionCache open(Path path, ProjectionProperties.Cache cache,
            RecoveryListener listener) {
        ProjectionProperties.Caffeine caffeine = cache.caffeine();
        try {
            return JournalledProjectionCache.open(caffeine.maximumSize().toBytes(), caffeine.compression(),
                    caffeine.journal().settings(path, cache.lockTimeout()), listener);
        }
        catch (CacheFailedException ex) {
            if (ex.getCause() instanceof DamagedJournalException damaged) {
                throw new DamagedProjectionCacheException(path, damaged);
            }
            throw ex;
        }
    }

    private static MissingLibraryException missingLibrary() {
        return new MissingLibraryException("The compression 'lz4' of '%s'".formatted(
                ProjectionJournalProperties.COMPRESSION), "at.yawk.lz4:lz4-java:1.13.0", "choose 'none'");
    }

}
