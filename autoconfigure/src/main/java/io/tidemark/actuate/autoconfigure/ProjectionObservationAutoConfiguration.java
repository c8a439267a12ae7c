package io.tidemark.actuate.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.tidemark.actuate.ObservedLoads;
import io.tidemark.actuate.ObservedRecoveries;
import io.tidemark.journal.RecoveryObserver;
import io.tidemark.projection.LoadObserver;
import io.tidemark.projection.autoconfigure.ProjectionAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the observations of loads, and of recoveries of the journal. */
@AutoConfiguration(before = ProjectionAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnBooleanProperty(name = { "tidemark.enabled", "tidemark.projection.enabled" }, matchIfMissing = true)
public final class ProjectionObservationAutoConfiguration {

    ProjectionObservationAutoConfiguration() {
    }

    @Bean
    @ConditionalOnMissingBean(LoadObserver.class)
    ObservedLoads tidemarkObservedLoads(ObservationRegistry registry) {
        return new ObservedLoads(registry);
    }

    @Bean
    @ConditionalOnMissingBean(RecoveryObserver.class)
    ObservedRecoveries tidemarkObservedRecoveries(ObservationRegistry registry) {
        return new ObservedRecoveries(registry);
    }

}
