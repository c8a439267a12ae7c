package io.tidemark.livetable.copy;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.UndeclaredThrowableException;

import org.jspecify.annotations.Nullable;

/** Calls of method handles of the types that {@link Fields} makes. */
final class Handles {

    private Handles() {
    }

    static @Nullable Object get(MethodHandle getter, Object source) {
        try {
            return (Object) getter.invokeExact(source);
        }
        catch (Throwable ex) {
            throw unchecked(ex);
        }
    }

    static void set(MethodHandle setter, Object target, @Nullable Object value) {
        try {
            setter.invokeExact(target, value);
        }
        catch (Throwable ex) {
            throw unchecked(ex);
        }
    }

    static Object create(MethodHandle creator, @Nullable Object[] arguments) {
        try {
            return (Object) creator.invokeExact(arguments);
        }
        catch (Throwable ex) {
            throw unchecked(ex);
        }
    }

    private static RuntimeException unchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException unchecked ? unchecked : new UndeclaredThrowableException(failure);
    }

}
