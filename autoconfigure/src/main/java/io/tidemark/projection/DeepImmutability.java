package io.tidemark.projection;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Whether a state can be handed to many readers: it can if it consists of values of the platform that never change, of
 * enums, of records of such, and of collections of such that were made by {@code List.copyOf} and the like.
 */
final class DeepImmutability {

    private static final Set<Class<?>> VALUES = Set.of(String.class, Boolean.class, Character.class, Byte.class,
            Short.class, Integer.class, Long.class, Float.class, Double.class, BigDecimal.class, BigInteger.class,
            UUID.class, URI.class, Locale.class, Class.class);

    /** What is known of all instances of a record class; the others have to be looked at one by one. */
    private final ClassValue<Boolean> immutableByClass = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return type.isRecord() && Arrays.stream(type.getRecordComponents())
                .allMatch((component) -> isImmutableClass(component.getType()));
        }
    };

    boolean isDeeplyImmutable(@Nullable Object value) {
        if (value == null || isImmutableClass(value.getClass()) || value instanceof Enum<?>) {
            return true;
        }
        if (value.getClass().isRecord()) {
            return areComponentsImmutable((Record) value);
        }
        return isImmutableContainer(value);
    }

    private boolean isImmutableClass(Class<?> type) {
        return type.isPrimitive() || VALUES.contains(type) || type.isEnum() || isTime(type)
                || (type.isRecord() && this.immutableByClass.get(type));
    }

    private static boolean isTime(Class<?> type) {
        return type.getName().startsWith("java.time.")
                && (TemporalAccessor.class.isAssignableFrom(type) || TemporalAmount.class.isAssignableFrom(type))
                && !type.isInterface();
    }

    private boolean areComponentsImmutable(Record state) {
        for (RecordComponent component : state.getClass().getRecordComponents()) {
            if (!isImmutableClass(component.getType()) && !isDeeplyImmutable(valueOf(state, component))) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Object valueOf(Record state, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(state);
        }
        catch (IllegalAccessException | InvocationTargetException ex) {
            throw new IllegalStateException("Component '%s' of record %s can't be read"
                .formatted(component.getName(), state.getClass().getName()), ex);
        }
    }

    private boolean isImmutableContainer(Object value) {
        if (value instanceof Optional<?> optional) {
            return isDeeplyImmutable(optional.orElse(null));
        }
        if (value instanceof List<?> list) {
            return isUnmodifiable(list) && areElementsImmutable(list);
        }
        if (value instanceof Set<?> set) {
            return isUnmodifiable(set) && areElementsImmutable(set);
        }
        return value instanceof Map<?, ?> map && isUnmodifiable(map) && areElementsImmutable(map.keySet())
                && areElementsImmutable(map.values());
    }

    private boolean areElementsImmutable(Collection<?> elements) {
        return elements.stream().allMatch(this::isDeeplyImmutable);
    }

    // The copyOf methods return their argument only if it can't be modified; other classes are not worth the copy.
    private static boolean isUnmodifiable(Object collection) {
        if (!collection.getClass().getName().startsWith("java.util.ImmutableCollections$")) {
            return false;
        }
        return (collection instanceof List<?> list && List.copyOf(list) == list)
                || (collection instanceof Set<?> set && Set.copyOf(set) == set)
                || (collection instanceof Map<?, ?> map && Map.copyOf(map) == map);
    }

}
