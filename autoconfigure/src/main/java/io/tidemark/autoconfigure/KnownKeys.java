package io.tidemark.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** The keys that records of configuration properties bind. */
final class KnownKeys {

    private final Set<ConfigurationPropertyName> keys = new TreeSet<>();

    private final Set<ConfigurationPropertyName> trees = new TreeSet<>();

    // Of maps whose values are records, by the key of the map: the keys of one value.
    private final Map<ConfigurationPropertyName, KnownKeys> values = new TreeMap<>();

    void add(Class<? extends Record> type) {
        ConfigurationProperties annotation = AnnotatedElementUtils.getMergedAnnotation(type,
                ConfigurationProperties.class);
        if (annotation == null) {
            throw new IllegalArgumentException("type must be annotated as configuration properties, was " + type);
        }
        add(ConfigurationPropertyName.of(annotation.prefix()), type);
    }

    boolean contains(ConfigurationPropertyName key) {
        return this.keys.contains(key) || this.trees.stream().anyMatch((tree) -> tree.isAncestorOf(key))
                || this.values.entrySet().stream().anyMatch((map) -> isInValue(map.getKey(), map.getValue(), key));
    }

    /** Returns the key that takes the fewest changes of letters, or null if there are no keys. */
    @Nullable ConfigurationPropertyName nearest(ConfigurationPropertyName key) {
        for (Map.Entry<ConfigurationPropertyName, KnownKeys> map : this.values.entrySet()) {
            int depth = map.getKey().getNumberOfElements() + 1;
            if (map.getKey().isAncestorOf(key) && key.getNumberOfElements() > depth) {
                ConfigurationPropertyName nearest = map.getValue().nearest(key.subName(depth));
                return nearest != null ? key.chop(depth).append(nearest) : null;
            }
        }
        return Names.nearest(key, this.keys);
    }

    private void add(ConfigurationPropertyName prefix, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            ConfigurationPropertyName key = prefix.append(DataObjectPropertyName.toDashedForm(component.getName()));
            Class<?> componentType = component.getType();
            if (componentType.isRecord()) {
                add(key, componentType);
                continue;
            }
            this.keys.add(key);
            Class<?> valueType = ResolvableType.forType(component.getGenericType()).asMap().getGeneric(1).resolve();
            if (valueType != null && valueType.isRecord()) {
                KnownKeys value = new KnownKeys();
                value.add(ConfigurationPropertyName.EMPTY, valueType);
                this.values.put(key, value);
                continue;
            }
            if (Map.class.isAssignableFrom(componentType) || Collection.class.isAssignableFrom(componentType)
                    || componentType.isArray()) {
                this.trees.add(key);
            }
        }
    }

    private static boolean isInValue(ConfigurationPropertyName map, KnownKeys value, ConfigurationPropertyName key) {
        return map.isAncestorOf(key) && value.contains(key.subName(map.getNumberOfElements() + 1));
    }

}
