package io.tidemark.livetable.json;

import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Currency;
import java.util.Date;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What the rows of a type look like in JSON: the names and types of its fields, and of theirs. It tells whether such
 * rows come back as they were, as far as types can tell, and changes whenever they would not.
 */
final class RowShape {

    private static final Set<Class<?>> PLAIN = Set.of(Boolean.class, Byte.class, Character.class, Short.class,
            Integer.class, Long.class, Float.class, Double.class, String.class, BigDecimal.class, BigInteger.class,
            UUID.class, URI.class, Locale.class, Currency.class, Date.class, byte[].class);

    private static final Set<Class<?>> CONTAINERS = Set.of(List.class, Set.class, Collection.class, Map.class,
            Optional.class);

    private final StringBuilder description = new StringBuilder();

    private final Deque<Class<?>> path = new ArrayDeque<>();

    private RowShape() {
    }

    /**
     * Returns 64 bits of the digest of the shape of {@code type}.
     * @throws IllegalArgumentException if rows of it would not come back; names the field that is to blame
     */
    static long digest(Class<?> type) {
        RowShape shape = new RowShape();
        shape.visit(type, type.getTypeName());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(shape.description.toString().getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        }
        catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("Every Java platform must know SHA-256", ex);
        }
    }

    private void visit(Type type, String place) {
        if (type instanceof ParameterizedType parameterized) {
            visitContainer(parameterized, place);
        }
        else if (type instanceof GenericArrayType array) {
            this.description.append("[]");
            visit(array.getGenericComponentType(), place);
        }
        else if (type instanceof Class<?> raw) {
            visitClass(raw, place);
        }
        else {
            throw refused(place, type, "is not known before there is a row");
        }
    }

    private void visitContainer(ParameterizedType type, String place) {
        if (!(type.getRawType() instanceof Class<?> raw) || !CONTAINERS.contains(raw)) {
            throw refused(place, type, "is not one of the generic types that are known");
        }
        this.description.append(raw.getName()).append('<');
        for (Type argument : type.getActualTypeArguments()) {
            visit(argument, place);
            this.description.append(',');
        }
        this.description.append('>');
    }

    private void visitClass(Class<?> type, String place) {
        this.description.append(type.getName());
        if (type.isPrimitive() || PLAIN.contains(type) || type.getPackageName().equals("java.time")) {
            return;
        }
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                this.description.append(',').append(((Enum<?>) constant).name());
            }
            return;
        }
        if (type.isArray()) {
            visit(type.getComponentType(), place);
            return;
        }
        if (type.getClassLoader() == null || type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
            throw refused(place, type, "says too little of what is there");
        }
        if (this.path.contains(type)) {
            throw refused(place, type, "leads back to itself");
        }
        visitFields(type);
    }

    private void visitFields(Class<?> type) {
        this.path.push(type);
        this.description.append('{');
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                    this.description.append(field.getName()).append(':');
                    visit(field.getGenericType(), at.getTypeName() + "." + field.getName());
                    this.description.append(';');
                }
            }
        }
        this.description.append('}');
        this.path.pop();
    }

    private static IllegalArgumentException refused(String place, Type type, String reason) {
        return new IllegalArgumentException(("'%s' must come back from JSON as it was, but %s %s: make it a record of "
                + "plain values, or keep the table in memory").formatted(place, type.getTypeName(), reason));
    }

}
