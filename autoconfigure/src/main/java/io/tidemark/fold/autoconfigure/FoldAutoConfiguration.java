package io.tidemark.fold.autoconfigure;

import io.tidemark.autoconfigure.BackgroundRefresher;
import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.fold.Fold;
import io.tidemark.fold.FoldSourceFactory;
import io.tidemark.fold.FollowedFold;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Auto-configuration of a {@link Fold} for each bucket that is followed. */
@AutoConfiguration(after = TidemarkAutoConfiguration.class,
        afterName = { "org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration",
                "org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration" })
@ConditionalOnBooleanProperty(name = { "tidemark.enabled", "tidemark.fold.enabled" }, matchIfMissing = true)
@EnableConfigurationProperties(FoldProperties.class)
@Import({ NatsFoldConfiguration.class, MvStoreFoldConfiguration.class, JsonFoldConfiguration.class,
        FoldRegistrar.class })
public final class FoldAutoConfiguration {

    static final String FACTORY = "tidemarkFoldFactory";

    FoldAutoConfiguration() {
    }

    @Bean(FACTORY)
    FoldFactory tidemarkFoldFactory(FoldProperties properties, ConfigurableListableBeanFactory beanFactory,
            BackgroundRefresher refresher, ObjectProvider<FoldSourceFactory> sources,
            ObjectProvider<FoldStoreOpener> opener, ObjectProvider<JsonFoldCodecs> json) {
        return new FoldFactory(properties, beanFactory, refresher, sources, opener, json);
    }

    @Bean
    FoldLifecycle tidemarkFoldLifecycle(ObjectProvider<FollowedFold<?>> folds) {
        return new FoldLifecycle(folds.orderedStream().toList());
    }

    @Bean
    FoldListenerRegistrar tidemarkFoldListenerRegistrar(ConfigurableListableBeanFactory beanFactory) {
        return new FoldListenerRegistrar(beanFactory);
    }

}
