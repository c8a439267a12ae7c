package io.tidemark.projection.autoconfigure;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;

/** The table of the event store. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(DataSourceScriptDatabaseInitializer.class)
@Conditional(OnOwnEventTableCondition.class)
@ImportRuntimeHints(EventSchemaConfiguration.Scripts.class)
class EventSchemaConfiguration {

    @Bean
    @ConditionalOnMissingBean
    EventSchemaInitializer tidemarkEventSchemaInitializer(DataSource dataSource, ProjectionProperties properties) {
        return new EventSchemaInitializer(dataSource, properties.jdbc().initializeSchema());
    }

    /** Keeps the scripts in a native image. */
    static class Scripts implements RuntimeHintsRegistrar {

        @Override
        public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
            hints.resources().registerPattern("io/tidemark/projection/jdbc/schema-*.sql");
        }

    }

}
