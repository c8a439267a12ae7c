package io.tidemark.livetable.copy;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Copies instances of a class field by field: a new one is made, what can't be changed is moved at once, then the other
 * parts are copied.
 * <p>
 * The instance is made by the constructor without parameters, or else by the longest one whose parameters are named and
 * typed like fields.
 */
final class BeanPlan implements CopyPlan {

    private static final Object[] NO_ARGUMENTS = {};

    private final Class<?> type;

    private final MethodHandle creator;

    private final Part[] arguments;

    private final MethodHandle mover;

    private final Field[] moved;

    private final Part[] parts;

    private BeanPlan(Class<?> type, MethodHandle creator, Part[] arguments, List<Field> moved, Part[] parts) {
        this.type = type;
        this.creator = creator;
        this.arguments = arguments;
        this.mover = Fields.mover(moved);
        this.moved = moved.toArray(Field[]::new);
        this.parts = parts;
    }

    /**
     * Returns the plan of {@code type}.
     * @param fields those that are copied
     * @param shared which of them hold nothing that can be changed
     */
    static BeanPlan of(Class<?> type, List<Field> fields, Predicate<Field> shared) {
        Constructor<?> constructor = constructor(type, fields);
        List<Field> given = given(constructor, fields);
        List<Field> moved = fields.stream()
            .filter(shared)
            .filter((field) -> !given.contains(field) || !Modifier.isFinal(field.getModifiers()))
            .toList();
        Part[] parts = fields.stream()
            .filter(shared.negate())
            .filter((field) -> !given.contains(field))
            .map(Part::of)
            .toArray(Part[]::new);
        return new BeanPlan(type, Fields.creator(constructor), given.stream().map(Part::of).toArray(Part[]::new), moved,
                parts);
    }

    /** Returns the constructor by which instances of {@code type} are made. */
    static Constructor<?> constructor(Class<?> type, List<Field> fields) {
        List<Constructor<?>> usable = Arrays.stream(type.getDeclaredConstructors())
            .filter((constructor) -> given(constructor, fields).size() == constructor.getParameterCount())
            .sorted(Comparator.comparing((Constructor<?> constructor) -> constructor.getParameterCount()))
            .toList();
        if (usable.isEmpty()) {
            throw new NotCopyableException(type, type.getName(),
                    "has no constructor without parameters and none whose parameters are named and typed like its fields");
        }
        return usable.get(0).getParameterCount() == 0 ? usable.get(0) : usable.get(usable.size() - 1);
    }

    private static List<Field> given(Constructor<?> constructor, List<Field> fields) {
        List<Field> given = new ArrayList<>();
        for (var parameter : constructor.getParameters()) {
            fields.stream()
                .filter((field) -> parameter.isNamePresent() && field.getName().equals(parameter.getName())
                        && field.getType() == parameter.getType())
                .findFirst()
                .ifPresent(given::add);
        }
        return given;
    }

    @Override
    public boolean isFlat() {
        return this.parts.length == 0 && this.arguments.length == 0;
    }

    @Override
    public Object copy(Object source, Copying copying) {
        Set<String> unloaded = copying.unloadedAttributes(source);
        Object copy = Handles.create(this.creator, arguments(source, copying, unloaded));
        if (!isFlat()) {
            copying.remember(source, copy);
        }
        if (unloaded.isEmpty()) {
            Handles.set(this.mover, source, copy);
        }
        else {
            moveLoaded(source, copy, unloaded);
        }
        for (Part part : this.parts) {
            boolean loaded = unloaded.isEmpty() || !unloaded.contains(part.name);
            part.set(copy, loaded ? part.copy(source, copying, this.type) : null);
        }
        return copy;
    }

    private @Nullable Object[] arguments(Object source, Copying copying, Set<String> unloaded) {
        if (this.arguments.length == 0) {
            return NO_ARGUMENTS;
        }
        Object[] values = new Object[this.arguments.length];
        for (int index = 0; index < values.length; index++) {
            Part argument = this.arguments[index];
            values[index] = unloaded.contains(argument.name) ? null : argument.copy(source, copying, this.type);
        }
        return values;
    }

    private void moveLoaded(Object source, Object copy, Set<String> unloaded) {
        for (Field field : this.moved) {
            if (!unloaded.contains(field.getName())) {
                Handles.set(Fields.setter(field), copy, Handles.get(Fields.getter(field), source));
            }
        }
    }

    private record Part(String name, Class<?> type, MethodHandle getter, MethodHandle setter) {

        static Part of(Field field) {
            return new Part(field.getName(), field.getType(), Fields.getter(field), Fields.setter(field));
        }

        @Nullable Object copy(Object source, Copying copying, Class<?> owner) {
            return copying.copyPart(Handles.get(this.getter, source), owner, this.name);
        }

        void set(Object target, @Nullable Object value) {
            if (value != null && !this.type.isInstance(value)) {
                throw new NotCopyableException(this.type, target.getClass().getName() + "." + this.name,
                        "can't hold a copy, which is of " + value.getClass().getName());
            }
            Handles.set(this.setter, target, value);
        }

    }

}
