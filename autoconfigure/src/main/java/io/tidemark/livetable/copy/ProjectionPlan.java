package io.tidemark.livetable.copy;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies what is read through an interface of getters, whatever is behind it, into {@linkplain ProjectionSnapshot
 * snapshots} that hold the values themselves.
 */
final class ProjectionPlan implements CopyPlan {

    private final Class<?> type;

    private final Method[] getters;

    private final Map<Method, Integer> indexes = new HashMap<>();

    private final Map<Method, MethodHandle> defaults = new HashMap<>();

    private ProjectionPlan(Class<?> type, List<Method> getters) {
        this.type = type;
        this.getters = getters.toArray(Method[]::new);
        for (int index = 0; index < this.getters.length; index++) {
            this.indexes.put(this.getters[index], index);
        }
        Arrays.stream(type.getMethods())
            .filter(Method::isDefault)
            .forEach((method) -> this.defaults.put(method, handle(method)));
    }

    static ProjectionPlan of(Class<?> type) {
        return new ProjectionPlan(type, getters(type));
    }

    /**
     * Returns the abstract methods of {@code type}, by name.
     * @throws NotCopyableException if one of them is no getter
     */
    static List<Method> getters(Class<?> type) {
        List<Method> getters = Arrays.stream(type.getMethods())
            .filter((method) -> Modifier.isAbstract(method.getModifiers()))
            .sorted(Comparator.comparing(Method::getName))
            .toList();
        for (Method getter : getters) {
            if (getter.getParameterCount() > 0 || getter.getReturnType() == void.class) {
                throw new NotCopyableException(type, type.getName() + "." + getter.getName() + "()",
                        "has a method that is no getter");
            }
        }
        return getters;
    }

    private static MethodHandle handle(Method method) {
        Class<?> type = method.getDeclaringClass();
        try {
            return MethodHandles.privateLookupIn(type, MethodHandles.lookup()).unreflectSpecial(method, type);
        }
        catch (IllegalAccessException | InaccessibleObjectException ex) {
            throw new IllegalStateException("Method %s must be accessible".formatted(method), ex);
        }
    }

    @Override
    public Object copy(Object source, Copying copying) {
        ProjectionSnapshot known = ProjectionSnapshot.behind(source, this);
        Object[] values = new Object[this.getters.length];
        boolean same = known != null;
        for (int index = 0; index < values.length; index++) {
            Object value = known != null ? known.value(index) : read(this.getters[index], source);
            values[index] = copying.copyPart(value, this.type, this.getters[index].getName());
            same &= values[index] == value;
        }
        if (same) {
            return source;
        }
        Object copy = Proxy.newProxyInstance(this.type.getClassLoader(), new Class<?>[] { this.type },
                new ProjectionSnapshot(this, values));
        copying.remember(source, copy);
        return copy;
    }

    Class<?> type() {
        return this.type;
    }

    int indexOf(Method method) {
        return this.indexes.getOrDefault(method, -1);
    }

    MethodHandle defaultOf(Method method) {
        MethodHandle handle = this.defaults.get(method);
        if (handle == null) {
            throw new IllegalStateException("Method %s must be of %s".formatted(method, this.type));
        }
        return handle;
    }

    String describe(Object[] values) {
        StringBuilder text = new StringBuilder(this.type.getSimpleName()).append('[');
        for (int index = 0; index < values.length; index++) {
            text.append(index == 0 ? "" : ", ").append(this.getters[index].getName()).append('=').append(values[index]);
        }
        return text.append(']').toString();
    }

    private static Object read(Method getter, Object source) {
        try {
            return Proxy.getInvocationHandler(source).invoke(source, getter, null);
        }
        catch (RuntimeException | Error ex) {
            throw ex;
        }
        catch (Throwable ex) {
            throw new IllegalStateException("Getter %s must return a value, failed".formatted(getter), ex);
        }
    }

}
