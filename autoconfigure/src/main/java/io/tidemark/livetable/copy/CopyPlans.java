package io.tidemark.livetable.copy;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The plans by which values are copied, found by their classes and made when they are first needed. Thread-safe. */
final class CopyPlans {

    private final ConcurrentMap<Class<?>, CopyPlan> plans = new ConcurrentHashMap<>();

    private final ConcurrentMap<Class<?>, CopyPlan> projections = new ConcurrentHashMap<>();

    private final ImmutableTypes immutable;

    private final Map<Class<?>, RowCopier<?>> copiers;

    private final CopyableTypes types;

    CopyPlans(ImmutableTypes immutable, Map<Class<?>, RowCopier<?>> copiers) {
        this.immutable = immutable;
        this.copiers = copiers;
        this.types = new CopyableTypes(immutable, copiers.keySet(),
                (projection) -> this.projections.computeIfAbsent(projection, ProjectionPlan::of));
    }

    /** Returns the types that are known to be copyable before there is a value. */
    CopyableTypes types() {
        return this.types;
    }

    /**
     * Returns the plan for {@code value}.
     * @throws NotCopyableException if there is none
     */
    CopyPlan of(Object value) {
        Class<?> type = value.getClass();
        CopyPlan plan = this.plans.get(type);
        if (plan == null) {
            plan = create(type);
            this.plans.put(type, plan);
        }
        return plan;
    }

    private CopyPlan create(Class<?> type) {
        RowCopier<?> own = this.copiers.get(type);
        if (own != null) {
            return own.isShared() ? CopyPlan.SHARED : CopyPlan.by((source) -> copy(own, source));
        }
        if (this.immutable.isImmutable(type)) {
            return CopyPlan.SHARED;
        }
        CopyPlan container = ContainerPlans.of(type);
        if (container != null) {
            return container;
        }
        if (type.isArray()) {
            return type.getComponentType().isPrimitive() || this.immutable.isImmutable(type.getComponentType())
                    ? CopyPlan.by(CopyPlans::cloneArray) : CopyPlans::copyArray;
        }
        if (type == Optional.class) {
            return CopyPlans::copyOptional;
        }
        if (Proxy.isProxyClass(type)) {
            return projection(type);
        }
        if (ImmutableTypes.isOfJdk(type)) {
            return ofJdk(type);
        }
        this.types.requireCopyable(type);
        if (type.isRecord()) {
            return RecordPlan.of(type);
        }
        List<Field> fields = this.types.fields(type);
        return BeanPlan.of(type, fields, (field) -> this.immutable.isImmutable(field.getType()));
    }

    private CopyPlan projection(Class<?> proxyType) {
        return Arrays.stream(proxyType.getInterfaces())
            .map(this.projections::get)
            .filter((plan) -> plan != null)
            .findFirst()
            .orElseThrow(() -> new NotCopyableException(proxyType, Arrays.toString(proxyType.getInterfaces()),
                    "is a proxy of an unknown interface"));
    }

    /** Whether values of {@code type}, which belongs to the JDK, are copied by it. */
    static boolean isCopiedByJdk(Class<?> type) {
        return Date.class.isAssignableFrom(type) || Calendar.class.isAssignableFrom(type) || type == BitSet.class
                || TimeZone.class.isAssignableFrom(type);
    }

    private static CopyPlan ofJdk(Class<?> type) {
        if (Date.class.isAssignableFrom(type)) {
            return CopyPlan.by((source) -> ((Date) source).clone());
        }
        if (Calendar.class.isAssignableFrom(type)) {
            return CopyPlan.by((source) -> ((Calendar) source).clone());
        }
        if (TimeZone.class.isAssignableFrom(type)) {
            return CopyPlan.by((source) -> ((TimeZone) source).clone());
        }
        if (type == BitSet.class) {
            return CopyPlan.by((source) -> ((BitSet) source).clone());
        }
        throw new NotCopyableException(type, type.getTypeName(), "belongs to the JDK and is not known to be copyable");
    }

    private static <T> Object copy(RowCopier<T> copier, Object source) {
        return copier.copy(copier.type().cast(source));
    }

    private static Object cloneArray(Object source) {
        int length = Array.getLength(source);
        Object copy = Array.newInstance(source.getClass().getComponentType(), length);
        System.arraycopy(source, 0, copy, 0, length);
        return copy;
    }

    private static Object copyArray(Object source, Copying copying) {
        Object[] elements = (Object[]) source;
        Object[] copy = (Object[]) Array.newInstance(source.getClass().getComponentType(), elements.length);
        copying.remember(source, copy);
        for (int index = 0; index < elements.length; index++) {
            copy[index] = copying.copyPart(elements[index], source.getClass(), "element");
        }
        return copy;
    }

    private static Object copyOptional(Object source, Copying copying) {
        Object value = ((Optional<?>) source).orElse(null);
        Object copy = copying.copyPart(value, Optional.class, "value");
        return copy == value ? source : Optional.ofNullable(copy);
    }

}
