package io.tidemark.livetable.autoconfigure;

import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.change.ApplicationEventChangeSource;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Changes as application events, both ways. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "tidemark.livetable.changes.events.enabled", matchIfMissing = true)
class ChangeEventsConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ApplicationEventChangeSource tidemarkApplicationEventChangeSource() {
        return new ApplicationEventChangeSource();
    }

    @Bean
    TableChangeEvents tidemarkTableChangeEvents(LiveTables tables, ApplicationEventChangeSource source,
            ConfigurableApplicationContext context) {
        return new TableChangeEvents(tables, source, context);
    }

}
