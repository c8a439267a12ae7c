package io.tidemark.projection;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the rows of a projection look like: the names of its event types and the components of its state type, and of
 * the types of those, down to the classes of the platform. States of another shape get other keys. The digest is the
 * first eight bytes of the SHA-256 of that description, which depends on names only, not on the compiler.
 */
final class StateDigest {

    private static final int LENGTH = 8;

    private final StringBuilder description = new StringBuilder();

    private final Set<Type> described = new HashSet<>();

    private StateDigest() {
    }

    static StateDigest of(Type stateType, Collection<String> eventTypes) {
        StateDigest digest = new StateDigest();
        for (String eventType : new TreeSet<>(eventTypes)) {
            digest.description.append(eventType.length()).append(':').append(eventType).append(',');
        }
        digest.describe(stateType);
        return digest;
    }

    byte[] toBytes() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest(this.description.toString().getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(hash, LENGTH);
        }
        catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("Every Java platform has SHA-256", ex);
        }
    }

    @Override
    public String toString() {
        return this.description.toString();
    }

    private void describe(Type type) {
        this.description.append(type.getTypeName()).append(';');
        if (!this.described.add(type)) {
            return;
        }
        if (type instanceof ParameterizedType parameterized) {
            describe(parameterized.getRawType());
            for (Type argument : parameterized.getActualTypeArguments()) {
                describe(argument);
            }
        }
        else if (type instanceof Class<?> shape) {
            describeShape(shape);
        }
    }

    private void describeShape(Class<?> shape) {
        if (shape.isArray()) {
            describe(shape.getComponentType());
        }
        else if (shape.isRecord()) {
            for (RecordComponent component : shape.getRecordComponents()) {
                this.description.append(component.getName()).append('=');
                describe(component.getGenericType());
            }
        }
        else if (shape.isEnum()) {
            for (Object constant : shape.getEnumConstants()) {
                this.description.append(((Enum<?>) constant).name()).append(',');
            }
        }
        else if (shape.isSealed()) {
            Arrays.stream(shape.getPermittedSubclasses()).forEach(this::describe);
        }
        else if (shape.getClassLoader() != null) {
            describeFields(shape);
        }
    }

    private void describeFields(Class<?> shape) {
        Field[] fields = shape.getDeclaredFields();
        Arrays.sort(fields, Comparator.comparing(Field::getName));
        for (Field field : fields) {
            if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                this.description.append(field.getName()).append('=');
                describe(field.getGenericType());
            }
        }
        Class<?> parent = shape.getSuperclass();
        if (parent != null && parent.getClassLoader() != null) {
            describe(parent);
        }
    }

}
