package io.tidemark.actuate.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.tidemark.actuate.FoldHealthIndicator;
import io.tidemark.actuate.HealthComponent;
import io.tidemark.fold.Folds;
import io.tidemark.fold.autoconfigure.FoldAutoConfiguration;
import io.tidemark.fold.autoconfigure.FoldProperties;
import io.tidemark.fold.autoconfigure.FollowedFoldProperties;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the health of folds. */
@AutoConfiguration(after = FoldAutoConfiguration.class, before = TidemarkHealthAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(Folds.class)
@ConditionalOnEnabledHealthIndicator("tidemark")
public final class FoldHealthAutoConfiguration {

    FoldHealthAutoConfiguration() {
    }

    @Bean
    HealthComponent tidemarkFoldHealth(Folds folds, FoldProperties properties) {
        Map<String, HealthIndicator> indicators = new LinkedHashMap<>();
        folds.all().forEach((fold) -> {
            FollowedFoldProperties settings = properties.folds().get(fold.name());
            Duration patience = settings != null ? settings.notMovingAfter() : FollowedFoldProperties.NOT_MOVING_AFTER;
            indicators.put(fold.name(), new FoldHealthIndicator(fold, patience));
        });
        return new HealthComponent("fold", CompositeHealthContributor.fromMap(indicators));
    }

}
