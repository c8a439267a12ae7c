package io.tidemark.livetable.autoconfigure;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.tidemark.autoconfigure.Names;
import io.tidemark.livetable.LiveTableSettings;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.repository.RepositoryHook;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.data.repository.core.support.RepositoryFactoryInformation;

/**
 * Says of the settings of single tables which of them are of no table that is known when the application is ready. Says
 * nothing while repositories are still to be made.
 */
final class UnknownTableCheck implements ApplicationListener<ApplicationReadyEvent> {

    private static final Logger logger = LoggerFactory.getLogger(UnknownTableCheck.class);

    private final LiveTableSettings settings;

    private final LiveTables tables;

    private final RepositoryHook hook;

    private final ConfigurableListableBeanFactory beanFactory;

    UnknownTableCheck(LiveTableSettings settings, LiveTables tables, RepositoryHook hook,
            ConfigurableListableBeanFactory beanFactory) {
        this.settings = settings;
        this.tables = tables;
        this.hook = hook;
        this.beanFactory = beanFactory;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        if (this.settings.overrides().isEmpty() || !areAllRepositoriesThere()) {
            return;
        }
        Set<TableId> known = this.hook.tablesRead();
        known.addAll(this.tables.tables());
        this.settings.overrides().forEach((name, override) -> {
            LiveTableSettings alone = new LiveTableSettings(this.settings.defaults(), Map.of(name, override));
            if (known.stream().allMatch((table) -> alone.overrideOf(table) == null)) {
                warn(name, known);
            }
        });
    }

    private boolean areAllRepositoriesThere() {
        for (String name : this.beanFactory.getBeanNamesForType(RepositoryFactoryInformation.class, true, false)) {
            if (!this.beanFactory.containsSingleton(BeanFactoryUtils.transformedBeanName(name))) {
                return false;
            }
        }
        return true;
    }

    private static void warn(String name, Collection<TableId> known) {
        Set<String> names = known.stream()
            .map((table) -> name.contains("/") ? table.toString().toLowerCase(Locale.ROOT) : table.table())
            .collect(Collectors.toCollection(TreeSet::new));
        String nearest = Names.nearest(name, names);
        logger.warn("'{}' is of no table that is known: {}", TableRules.ofTable(name).prefix(),
                nearest != null ? "did you mean '%s'?".formatted(TableRules.ofTable(nearest).prefix())
                        : "there is no live table, remove it");
    }

}
