package io.tidemark.livetable.copy;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The fields of a class and of those it extends, and fast access to them. */
final class Fields {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);

    private static final MethodType SETTER = MethodType.methodType(void.class, Object.class, Object.class);

    private Fields() {
    }

    /**
     * Returns the fields that make up an instance, those of the base classes first. What Hibernate adds to a class is
     * left out: it belongs to a session.
     */
    static List<Field> of(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            fields.addAll(0, Arrays.stream(at.getDeclaredFields())
                .filter((field) -> !Modifier.isStatic(field.getModifiers()))
                .filter((field) -> !field.getName().startsWith("$$_hibernate"))
                .toList());
        }
        return fields;
    }

    /** Whether {@code field} is not stored by mappers, so that it may be left as its constructor sets it. */
    static boolean isTransient(Field field) {
        return Modifier.isTransient(field.getModifiers()) || Arrays.stream(field.getAnnotations())
            .anyMatch((annotation) -> annotation.annotationType().getSimpleName().equals("Transient"));
    }

    static String nameOf(Field field) {
        return field.getDeclaringClass().getName() + "." + field.getName();
    }

    /** Returns what reads the field: an object to an object. */
    static MethodHandle getter(Field field) {
        return typedGetter(field).asType(GETTER);
    }

    /** Returns what writes the field: of an object, an object. */
    static MethodHandle setter(Field field) {
        return typedSetter(field).asType(SETTER);
    }

    /** Returns what copies all of {@code fields} from its first argument to its second. */
    static MethodHandle mover(List<Field> fields) {
        MethodHandle all = MethodHandles.empty(SETTER);
        for (Field field : fields) {
            MethodHandle getter = typedGetter(field);
            MethodHandle toFrom = MethodHandles.filterArguments(typedSetter(field), 1, getter).asType(SETTER);
            all = MethodHandles.foldArguments(MethodHandles.permuteArguments(toFrom, SETTER, 1, 0), all);
        }
        return all;
    }

    /** Returns what makes an instance: of an array of arguments, an object. */
    static MethodHandle creator(Constructor<?> constructor) {
        try {
            constructor.setAccessible(true);
            return LOOKUP.unreflectConstructor(constructor)
                .asFixedArity()
                .asSpreader(Object[].class, constructor.getParameterCount())
                .asType(MethodType.methodType(Object.class, Object[].class));
        }
        catch (IllegalAccessException | InaccessibleObjectException ex) {
            throw inaccessible(constructor.getDeclaringClass(), constructor.getDeclaringClass().getName(), ex);
        }
    }

    private static MethodHandle typedGetter(Field field) {
        try {
            field.setAccessible(true);
            return LOOKUP.unreflectGetter(field);
        }
        catch (IllegalAccessException | InaccessibleObjectException ex) {
            throw inaccessible(field.getType(), nameOf(field), ex);
        }
    }

    private static MethodHandle typedSetter(Field field) {
        try {
            field.setAccessible(true);
            return LOOKUP.unreflectSetter(field);
        }
        catch (IllegalAccessException | InaccessibleObjectException ex) {
            throw inaccessible(field.getType(), nameOf(field), ex);
        }
    }

    private static NotCopyableException inaccessible(Class<?> type, String place, Exception cause) {
        NotCopyableException failure = new NotCopyableException(type, place,
                "is out of reach of reflection (open its package)");
        failure.initCause(cause);
        return failure;
    }

}
