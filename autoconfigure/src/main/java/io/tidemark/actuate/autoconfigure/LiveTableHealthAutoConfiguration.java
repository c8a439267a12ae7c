package io.tidemark.actuate.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import io.tidemark.actuate.ChangeSourceHealthIndicator;
import io.tidemark.actuate.HealthComponent;
import io.tidemark.actuate.PageCacheHealthIndicator;
import io.tidemark.livetable.ChangeSource;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.PageCache;
import io.tidemark.livetable.change.ApplicationEventChangeSource;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** Auto-configuration of the health of live tables: of caches that may be on disk, and of remote change sources. */
@AutoConfiguration(before = TidemarkHealthAutoConfiguration.class,
        afterName = "io.tidemark.livetable.autoconfigure.LiveTableAutoConfiguration")
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(LiveTables.class)
@ConditionalOnEnabledHealthIndicator("tidemark")
public final class LiveTableHealthAutoConfiguration {

    LiveTableHealthAutoConfiguration() {
    }

    @Bean
    @Conditional(OnDurablePageCacheCondition.class)
    HealthComponent tidemarkLiveTableHealth(LiveTables tables, ListableBeanFactory beans) {
        Map<String, HealthIndicator> indicators = new LinkedHashMap<>();
        // Not injected: those that are no default candidates count too.
        beans.getBeansOfType(PageCache.class).forEach((name, cache) -> {
            if (cache.isPersistent()) {
                indicators.put(name, new PageCacheHealthIndicator(cache, tables));
            }
        });
        HealthContributor contributor = indicators.size() == 1 ? indicators.values().iterator().next()
                : CompositeHealthContributor.fromMap(indicators);
        return new HealthComponent("livetable", contributor);
    }

    @Bean
    @Conditional(OnRemoteChangeSourceCondition.class)
    HealthComponent tidemarkChangeSourceHealth(LiveTables tables, ObjectProvider<ChangeSource> sources) {
        Map<String, HealthIndicator> indicators = new LinkedHashMap<>();
        sources.orderedStream()
            .filter((source) -> !(source instanceof ApplicationEventChangeSource))
            .forEach((source) -> indicators.put(source.name(), new ChangeSourceHealthIndicator(source, tables)));
        return new HealthComponent("changes", CompositeHealthContributor.fromMap(indicators));
    }

}
