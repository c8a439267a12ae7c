package io.tidemark.actuate.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.actuate.FoldMeters;
import io.tidemark.fold.Folds;
import io.tidemark.fold.autoconfigure.FoldAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the meters of folds. */
@AutoConfiguration(after = FoldAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(Folds.class)
public final class FoldMetricsAutoConfiguration {

    FoldMetricsAutoConfiguration() {
    }

    @Bean
    @ConditionalOnMissingBean
    FoldMeters tidemarkFoldMeters(Folds folds) {
        return new FoldMeters(folds);
    }

}
