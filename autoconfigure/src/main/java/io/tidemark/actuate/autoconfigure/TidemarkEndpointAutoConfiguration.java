package io.tidemark.actuate.autoconfigure;

import io.tidemark.actuate.ManagedCapability;
import io.tidemark.actuate.ManagedProjections;
import io.tidemark.actuate.TidemarkEndpoint;
import io.tidemark.actuate.TidemarkEndpointWebExtension;
import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.projection.Projections;
import io.tidemark.projection.autoconfigure.ProjectionAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of {@link TidemarkEndpoint}. */
@AutoConfiguration(after = { TidemarkAutoConfiguration.class, ProjectionAutoConfiguration.class })
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBooleanProperty(name = "tidemark.enabled", matchIfMissing = true)
@ConditionalOnAvailableEndpoint(TidemarkEndpoint.class)
@EnableConfigurationProperties(TidemarkEndpointProperties.class)
public final class TidemarkEndpointAutoConfiguration {

    TidemarkEndpointAutoConfiguration() {
    }

    @Bean
    @ConditionalOnBean(Projections.class)
    ManagedProjections tidemarkManagedProjections(Projections projections) {
        return new ManagedProjections(projections);
    }

    @Bean
    @ConditionalOnMissingBean
    TidemarkEndpoint tidemarkEndpoint(ObjectProvider<ManagedCapability> capabilities,
            TidemarkEndpointProperties properties) {
        return new TidemarkEndpoint(capabilities.orderedStream().toList(), properties.showValues());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(TidemarkEndpoint.class)
    @ConditionalOnAvailableEndpoint(endpoint = TidemarkEndpoint.class, exposure = EndpointExposure.WEB)
    TidemarkEndpointWebExtension tidemarkEndpointWebExtension(TidemarkEndpoint endpoint,
            TidemarkEndpointProperties properties) {
        return new TidemarkEndpointWebExtension(endpoint, properties.showValues(), properties.roles());
    }

}
