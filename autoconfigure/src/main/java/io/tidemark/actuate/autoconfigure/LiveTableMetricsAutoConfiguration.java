package io.tidemark.actuate.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.actuate.LiveTableMeters;
import io.tidemark.livetable.ChangeSource;
import io.tidemark.livetable.LiveTables;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the meters of live tables. */
@AutoConfiguration(afterName = "io.tidemark.livetable.autoconfigure.LiveTableAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(LiveTables.class)
public final class LiveTableMetricsAutoConfiguration {

    LiveTableMetricsAutoConfiguration() {
    }

    @Bean
    @ConditionalOnMissingBean
    LiveTableMeters tidemarkLiveTableMeters(LiveTables tables, ObjectProvider<ChangeSource> sources) {
        return new LiveTableMeters(tables, sources.orderedStream().toList());
    }

}
