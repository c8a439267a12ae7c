package io.tidemark.actuate.autoconfigure;

import io.tidemark.actuate.ManagedLiveTables;
import io.tidemark.actuate.TidemarkEndpoint;
import io.tidemark.livetable.ChangeSource;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.repository.RepositoryHook;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of what the endpoint shows of live tables. */
@AutoConfiguration(before = TidemarkEndpointAutoConfiguration.class,
        afterName = "io.tidemark.livetable.autoconfigure.LiveTableAutoConfiguration")
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBooleanProperty(name = "tidemark.enabled", matchIfMissing = true)
@ConditionalOnAvailableEndpoint(TidemarkEndpoint.class)
@ConditionalOnBean(LiveTables.class)
public final class LiveTableEndpointAutoConfiguration {

    LiveTableEndpointAutoConfiguration() {
    }

    @Bean
    @ConditionalOnMissingBean
    ManagedLiveTables tidemarkManagedLiveTables(LiveTables tables, ObjectProvider<RepositoryHook> repositories,
            ObjectProvider<ChangeSource> sources) {
        return new ManagedLiveTables(tables, repositories.getIfAvailable(), sources.orderedStream().toList());
    }

}
