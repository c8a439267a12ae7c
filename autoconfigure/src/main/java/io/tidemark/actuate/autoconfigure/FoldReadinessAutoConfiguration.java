package io.tidemark.actuate.autoconfigure;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.tidemark.actuate.FoldReadinessHealthIndicator;
import io.tidemark.fold.Folds;
import io.tidemark.fold.autoconfigure.FoldAutoConfiguration;
import io.tidemark.fold.autoconfigure.FoldProperties;
import io.tidemark.fold.autoconfigure.FollowedFoldProperties.Readiness;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the readiness that waits for folds, as a part of the group "readiness" if there is one. */
@AutoConfiguration(after = FoldAutoConfiguration.class,
        afterName = "org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration",
        beforeName = "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(Folds.class)
@ConditionalOnEnabledHealthIndicator("foldreadiness")
public final class FoldReadinessAutoConfiguration {

    FoldReadinessAutoConfiguration() {
    }

    @Bean
    @ConditionalOnMissingBean(name = "foldReadinessHealthIndicator")
    FoldReadinessHealthIndicator foldReadinessHealthIndicator(Folds folds, FoldProperties properties) {
        return new FoldReadinessHealthIndicator(folds, names(properties, Readiness.COPIED),
                names(properties, Readiness.NONE));
    }

    @Bean
    FoldReadinessGroups tidemarkFoldReadinessGroups() {
        return new FoldReadinessGroups("foldReadiness");
    }

    private static Set<String> names(FoldProperties properties, Readiness readiness) {
        return properties.folds()
            .entrySet()
            .stream()
            .filter((fold) -> fold.getValue().readiness() == readiness)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    }

}
