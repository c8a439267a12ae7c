package io.tidemark.actuate.autoconfigure;

import io.tidemark.actuate.ManagedFolds;
import io.tidemark.actuate.TidemarkEndpoint;
import io.tidemark.fold.Folds;
import io.tidemark.fold.autoconfigure.FoldAutoConfiguration;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of what the endpoint shows of folds. */
@AutoConfiguration(after = FoldAutoConfiguration.class, before = TidemarkEndpointAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(TidemarkEndpoint.class)
@ConditionalOnBean(Folds.class)
public final class FoldEndpointAutoConfiguration {

    FoldEndpointAutoConfiguration() {
    }

    @Bean
    @ConditionalOnMissingBean
    ManagedFolds tidemarkManagedFolds(Folds folds) {
        return new ManagedFolds(folds);
    }

}
