package io.tidemark.projection.autoconfigure;

import javax.sql.DataSource;

import io.tidemark.projection.AppendListener;
import io.tidemark.projection.EventEncoder;
import io.tidemark.projection.jdbc.JdbcEventStore;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.util.function.SingletonSupplier;

/** Auto-configuration of events in the database of the application. */
@AutoConfiguration(before = ProjectionAutoConfiguration.class,
        afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass({ DataSource.class, DataSourceUtils.class })
@ConditionalOnSingleCandidate(DataSource.class)
@ConditionalOnBooleanProperty(
        name = { "tidemark.enabled", "tidemark.projection.enabled", "tidemark.projection.jdbc.enabled" },
        matchIfMissing = true)
@EnableConfigurationProperties(ProjectionProperties.class)
@Import({ JsonCodecsConfiguration.class, EventSchemaConfiguration.class })
public final class JdbcEventAutoConfiguration {

    JdbcEventAutoConfiguration() {
    }

    @Bean
    @DependsOnDatabaseInitialization
    JdbcEventSources tidemarkEventSources(DataSource dataSource, ProjectionProperties properties,
            BeanFactory beanFactory, ObjectProvider<JsonCodecs> json) {
        return new JdbcEventSources(dataSource, properties.jdbc(), beanFactory, json.getIfAvailable());
    }

    @Bean
    @DependsOnDatabaseInitialization
    @Conditional(OnOwnEventTableCondition.class)
    @ConditionalOnMissingBean
    JdbcEventStore tidemarkEventStore(DataSource dataSource, ProjectionProperties properties,
            ObjectProvider<EventEncoder> encoder, ObjectProvider<JsonCodecs> json,
            ObjectProvider<AppendListener> listeners) {
        EventEncoder chosen = encoder
            .getIfAvailable(() -> PayloadCodecs.encoder(properties.jdbc().codec(), json.getIfAvailable()));
        // Later, because the projections, which listen, may need beans that append.
        return new JdbcEventStore(dataSource, JdbcEventStore.DEFAULT_TABLE, chosen,
                SingletonSupplier.of(() -> listeners.orderedStream().toList()));
    }

}
