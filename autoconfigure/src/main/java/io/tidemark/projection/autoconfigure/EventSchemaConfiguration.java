package io.tidemark.projection.autoconfigure;

import javax.sql.DataSource;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** The table of the event store. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(DataSourceScriptDatabaseInitializer.class)
@Conditional(OnOwnEventTableCondition.class)
class EventSchemaConfiguration {

    @Bean
    @ConditionalOnMissingBean
    EventSchemaInitializer tidemarkEventSchemaInitializer(DataSource dataSource, ProjectionProperties properties) {
        return new EventSchemaInitializer(dataSource, properties.jdbc().initializeSchema());
    }

}
