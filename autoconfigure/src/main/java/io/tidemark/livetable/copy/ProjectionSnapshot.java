package io.tidemark.livetable.copy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * What stands behind an instance of a projection's interface: its values, read once. Two are equal if they are of the
 * same interface and their values are. Default methods of the interface work on the values.
 */
final class ProjectionSnapshot implements InvocationHandler {

    private static final Object[] NO_ARGUMENTS = {};

    private final ProjectionPlan plan;

    private final @Nullable Object[] values;

    ProjectionSnapshot(ProjectionPlan plan, @Nullable Object[] values) {
        this.plan = plan;
        this.values = values;
    }

    /** Returns the snapshot of {@code plan} behind {@code instance}, or null if there is another handler. */
    static @Nullable ProjectionSnapshot behind(@Nullable Object instance, ProjectionPlan plan) {
        return instance != null && Proxy.isProxyClass(instance.getClass())
                && Proxy.getInvocationHandler(instance) instanceof ProjectionSnapshot snapshot && snapshot.plan == plan
                        ? snapshot : null;
    }

    @Nullable Object value(int index) {
        return this.values[index];
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        int index = this.plan.indexOf(method);
        if (index >= 0) {
            return this.values[index];
        }
        Object[] given = arguments == null ? NO_ARGUMENTS : arguments;
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> equals(proxy, given[0]);
                case "hashCode" -> this.plan.type().hashCode() * 31 + Arrays.hashCode(this.values);
                default -> this.plan.describe(this.values);
            };
        }
        return this.plan.defaultOf(method).bindTo(proxy).invokeWithArguments(given);
    }

    private boolean equals(Object proxy, @Nullable Object other) {
        ProjectionSnapshot snapshot = behind(other, this.plan);
        return other == proxy || (snapshot != null && Arrays.equals(this.values, snapshot.values));
    }

}
