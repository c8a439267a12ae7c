package io.tidemark.livetable.copy;

import java.io.File;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashSet;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;

/**
 * Tells the types of which no instance can be changed, so that all readers may have the same.
 * <p>
 * Immutable are: primitives and their wrappers, strings, enums, values of {@code java.time}, UUID, URI, locales,
 * currencies, big numbers and a few more of the JDK; references to aggregates of Spring Data JDBC; records whose
 * components are all of immutable types; final classes whose fields are all final and of immutable types; sealed types that permit nothing but such. A type that may be
 * extended is not, nor is one with a part that says less, such as a list: that depends on what it holds.
 * <p>
 * Thread-safe.
 */
public final class ImmutableTypes {

    private static final Set<Class<?>> KNOWN = Set.of(Boolean.class, Byte.class, Character.class, Short.class,
            Integer.class, Long.class, Float.class, Double.class, Void.class, String.class, BigDecimal.class,
            BigInteger.class, UUID.class, URI.class, Locale.class, Currency.class, Class.class, Pattern.class,
            File.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    // By name: Spring Data JDBC may be absent.
    private static final String REFERENCE = "org.springframework.data.jdbc.core.mapping.AggregateReference";

    private final ConcurrentMap<Class<?>, Boolean> answers = new ConcurrentHashMap<>();

    /** Creates an instance that remembers its answers. */
    public ImmutableTypes() {
    }

    /** Whether no instance of {@code type} can be changed. */
    public boolean isImmutable(Class<?> type) {
        Boolean known = this.answers.get(type);
        if (known == null) {
            known = isImmutable(type, new HashSet<>());
            this.answers.put(type, known);
        }
        return known;
    }

    // A type that leads back to itself is as immutable as the rest of it.
    private boolean isImmutable(Class<?> type, Set<Class<?>> assumed) {
        if (isKnown(type) || !assumed.add(type)) {
            return true;
        }
        if (type.isArray() || type.isHidden() || isOfJdk(type)) {
            return false;
        }
        if (type.isRecord()) {
            return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .allMatch((component) -> isImmutable(component, assumed));
        }
        if (type.isSealed()) {
            return (type.isInterface() || hasOnlyImmutableFields(type, assumed))
                    && Modifier.isAbstract(type.getModifiers())
                    && Arrays.stream(type.getPermittedSubclasses())
                        .allMatch((permitted) -> isImmutable(permitted, assumed));
        }
        return Modifier.isFinal(type.getModifiers()) && hasOnlyImmutableFields(type, assumed);
    }

    private boolean hasOnlyImmutableFields(Class<?> type, Set<Class<?>> assumed) {
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !(Modifier.isFinal(field.getModifiers())
                        && isImmutable(field.getType(), assumed))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isKnown(Class<?> type) {
        return type.isPrimitive() || KNOWN.contains(type) || Enum.class.isAssignableFrom(type) || isTime(type)
                || isReference(type);
    }

    private static boolean isReference(Class<?> type) {
        return type.getName().equals(REFERENCE)
                || Arrays.stream(type.getInterfaces()).anyMatch((each) -> each.getName().equals(REFERENCE));
    }

    private static boolean isTime(Class<?> type) {
        return type.getPackageName().equals("java.time") && !type.isInterface() && !Clock.class.isAssignableFrom(type)
                && !InstantSource.class.isAssignableFrom(type);
    }

    static boolean isOfJdk(Class<?> type) {
        return type.getClassLoader() == null || type.getPackageName().startsWith("java.");
    }

}
