package io.tidemark.actuate.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.tidemark.actuate.ObservedTableLoads;
import io.tidemark.livetable.LoadObserver;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the observations of the loads of live tables. */
@AutoConfiguration(beforeName = "io.tidemark.livetable.autoconfigure.LiveTableAutoConfiguration",
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnBooleanProperty(name = { "tidemark.enabled", "tidemark.livetable.enabled" }, matchIfMissing = true)
public final class LiveTableObservationAutoConfiguration {

    LiveTableObservationAutoConfiguration() {
    }

    @Bean
    @ConditionalOnMissingBean(LoadObserver.class)
    ObservedTableLoads tidemarkObservedTableLoads(ObservationRegistry registry) {
        return new ObservedTableLoads(registry);
    }

}
