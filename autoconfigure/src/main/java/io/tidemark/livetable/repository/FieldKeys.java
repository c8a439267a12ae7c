package io.tidemark.livetable.repository;

import java.io.Serializable;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/** The bytes of an object that is told by its fields, such as a composite identifier. */
final class FieldKeys {

    private static final String EMBEDDABLE = "jakarta.persistence.Embeddable";

    private static final String ENTITY = "jakarta.persistence.Entity";

    private static final String REFERENCE = "org.springframework.data.jdbc.core.mapping.AggregateReference";

    private FieldKeys() {
    }

    /**
     * Whether two objects of {@code type} with the same fields mean the same: embeddables, references to aggregates,
     * and classes that are made to be compared, such as one for the identifiers of an entity.
     */
    static boolean tellAll(Class<?> type) {
        if (type.getClassLoader() == null || type.isHidden() || type.isSynthetic() || isAnnotated(type, ENTITY)) {
            return false;
        }
        boolean reference = Arrays.stream(type.getInterfaces()).anyMatch(each -> each.getName().equals(REFERENCE));
        return reference || isAnnotated(type, EMBEDDABLE)
                || (Serializable.class.isAssignableFrom(type) && comparesItself(type));
    }

    /** Puts all fields of {@code bean}, false if one of them has no stable key. */
    static boolean put(KeyBuffer buffer, Object bean, int depth) {
        Class<?> type = bean.getClass();
        buffer.putString(type.getName());
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    ReflectionUtils.makeAccessible(field);
                    Object value = ReflectionUtils.getField(field, bean);
                    buffer.putString(field.getName());
                    if (isLoadedLater(value) || !ArgumentKeys.put(buffer, value, depth)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    // To look into the collection of a mapping library can be a query.
    private static boolean isLoadedLater(@Nullable Object value) {
        return value instanceof Collection<?> && value.getClass().getClassLoader() != null;
    }

    // By name: JPA may be absent.
    private static boolean isAnnotated(Class<?> type, String name) {
        for (Annotation annotation : type.getAnnotations()) {
            if (annotation.annotationType().getName().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean comparesItself(Class<?> type) {
        try {
            return type.getMethod("equals", Object.class).getDeclaringClass() != Object.class;
        }
        catch (NoSuchMethodException ex) {
            throw new IllegalStateException("Every class must have equals, was " + type.getName(), ex);
        }
    }

}
