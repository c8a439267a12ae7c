package io.tidemark.projection;

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
            if (!isImmutableClass(component.getType()) && !isValueImmutable(state, component)) {
                return false;
            }
        }
        return true;
    }

    private boolean isValueImmutable(Record state, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return isDeeplyImmutable(component.getAccessor().invoke(state));
        }
        catch (ReflectiveOperationException | RuntimeException ex) {
            // What can't be looked at may be anything.
            return false;
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

    // The class tells more than a comparison with a copy, which fails for lists with null that can't be changed either.
    private static boolean isUnmodifiable(Object collection) {
        return collection.getClass().getName().startsWith("java.util.ImmutableCollections$");
    }

}
