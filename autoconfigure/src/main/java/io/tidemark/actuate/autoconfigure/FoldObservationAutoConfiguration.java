package io.tidemark.actuate.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.tidemark.actuate.ObservedResyncs;
import io.tidemark.fold.Folds;
import io.tidemark.fold.autoconfigure.FoldAutoConfiguration;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the observations of resyncs. */
@AutoConfiguration(after = FoldAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ ObservationRegistry.class, Folds.class })
public final class FoldObservationAutoConfiguration {

    FoldObservationAutoConfiguration() {
    }

    @Bean
    SmartInitializingSingleton tidemarkObservedResyncs(Folds folds, ObservationRegistry registry) {
        return () -> folds.all().forEach((fold) -> ObservedResyncs.observe(fold, registry));
    }

}
