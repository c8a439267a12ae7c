package io.tidemark.actuate.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import io.tidemark.actuate.HealthComponent;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the health of what Tidemark keeps on disk and of what it listens to. */
@AutoConfiguration(after = ProjectionHealthAutoConfiguration.class,
        beforeName = "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(HealthComponent.class)
@ConditionalOnEnabledHealthIndicator("tidemark")
public final class TidemarkHealthAutoConfiguration {

    TidemarkHealthAutoConfiguration() {
    }

    @Bean
    @ConditionalOnMissingBean(name = { "tidemarkHealthIndicator", "tidemarkHealthContributor" })
    CompositeHealthContributor tidemarkHealthContributor(ObjectProvider<HealthComponent> components) {
        Map<String, HealthContributor> contributors = new LinkedHashMap<>();
        components.orderedStream().forEach((component) -> contributors.put(component.name(), component.contributor()));
        return CompositeHealthContributor.fromMap(contributors);
    }

}
