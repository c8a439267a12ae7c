package io.tidemark.actuate.autoconfigure;

import io.tidemark.actuate.HealthComponent;
import io.tidemark.actuate.ProjectionCacheHealthIndicator;
import io.tidemark.projection.Projections;
import io.tidemark.projection.autoconfigure.ProjectionAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** Auto-configuration of the health of the cache of projections, if it may be one on disk. */
@AutoConfiguration(after = ProjectionAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(Projections.class)
@Conditional(OnDurableProjectionCacheCondition.class)
@ConditionalOnEnabledHealthIndicator("tidemark")
public final class ProjectionHealthAutoConfiguration {

    ProjectionHealthAutoConfiguration() {
    }

    @Bean
    HealthComponent tidemarkProjectionHealth(Projections projections) {
        return new HealthComponent("projection", new ProjectionCacheHealthIndicator(projections));
    }

}
