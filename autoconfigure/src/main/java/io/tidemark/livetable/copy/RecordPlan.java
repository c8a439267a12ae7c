package io.tidemark.livetable.copy;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** Copies records component by component; one whose components need no copy is its own copy. */
final class RecordPlan implements CopyPlan {

    private final Class<?> type;

    private final String[] names;

    private final MethodHandle[] getters;

    private final MethodHandle creator;

    private RecordPlan(Class<?> type, String[] names, MethodHandle[] getters, MethodHandle creator) {
        this.type = type;
        this.names = names;
        this.getters = getters;
        this.creator = creator;
    }

    static RecordPlan of(Class<?> type) {
        List<Field> fields = Fields.of(type);
        return new RecordPlan(type, fields.stream().map(Field::getName).toArray(String[]::new),
                fields.stream().map(Fields::getter).toArray(MethodHandle[]::new), Fields.creator(constructor(type)));
    }

    private static Constructor<?> constructor(Class<?> type) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types);
        }
        catch (NoSuchMethodException ex) {
            throw new IllegalStateException("Record %s must have a canonical constructor".formatted(type), ex);
        }
    }

    @Override
    public Object copy(Object source, Copying copying) {
        Object[] values = new Object[this.getters.length];
        boolean same = true;
        for (int index = 0; index < values.length; index++) {
            Object value = Handles.get(this.getters[index], source);
            values[index] = copying.copyPart(value, this.type, this.names[index]);
            same &= values[index] == value;
        }
        if (same) {
            return source;
        }
        Object copy = Handles.create(this.creator, values);
        copying.remember(source, copy);
        return copy;
    }

}
