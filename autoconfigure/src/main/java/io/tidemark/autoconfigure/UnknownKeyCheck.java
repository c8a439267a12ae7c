package io.tidemark.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.tidemark.autoconfigure.UnknownKeyException.UnknownKey;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * Stops the start-up if there are keys below {@code tidemark} that mean nothing. System properties and the environment
 * are left alone: others put names there.
 */
final class UnknownKeyCheck implements BeanFactoryPostProcessor {

    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("tidemark");

    private final Environment environment;

    UnknownKeyCheck(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
        KnownKeys known = new KnownKeys();
        SpringFactoriesLoader.forDefaultResourceLocation(beanFactory.getBeanClassLoader())
            .load(CapabilityProperties.class)
            .forEach((properties) -> known.add(properties.type()));
        List<UnknownKey> unknown = new ArrayList<>();
        UnboundElementsSourceFilter isChecked = new UnboundElementsSourceFilter();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
            if (source instanceof IterableConfigurationPropertySource iterable && isChecked.apply(source)) {
                collect(iterable, known, unknown);
            }
        }
        if (!unknown.isEmpty()) {
            throw new UnknownKeyException(unknown);
        }
    }

    private static void collect(IterableConfigurationPropertySource source, KnownKeys known, List<UnknownKey> unknown) {
        for (ConfigurationPropertyName name : source) {
            if (ROOT.isAncestorOf(name) && !known.contains(name)) {
                ConfigurationProperty property = source.getConfigurationProperty(name);
                ConfigurationPropertyName nearest = known.nearest(name);
                unknown.add(new UnknownKey(name.toString(), nearest != null ? nearest.toString() : null,
                        property != null ? property.getOrigin() : null));
            }
        }
    }

}
