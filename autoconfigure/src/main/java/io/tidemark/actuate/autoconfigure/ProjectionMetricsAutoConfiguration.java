package io.tidemark.actuate.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.actuate.ProjectionMeters;
import io.tidemark.projection.Projections;
import io.tidemark.projection.autoconfigure.ProjectionAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the meters of projections. */
@AutoConfiguration(after = ProjectionAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(Projections.class)
public final class ProjectionMetricsAutoConfiguration {

    ProjectionMetricsAutoConfiguration() {
    }

    @Bean
    @ConditionalOnMissingBean
    ProjectionMeters tidemarkProjectionMeters(Projections projections) {
        return new ProjectionMeters(projections);
    }

}
