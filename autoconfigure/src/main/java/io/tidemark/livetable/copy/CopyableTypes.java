package io.tidemark.livetable.copy;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import org.springframework.core.ResolvableType;

/**
 * Finds before there is a row what can't be copied: walks through a type, the types of its fields, what they contain.
 * <p>
 * What is declared as a class that may be extended is judged by that class; whether an instance of another one can be
 * copied shows when it comes.
 */
final class CopyableTypes {

    private final ImmutableTypes immutable;

    private final Set<Class<?>> own;

    private final Consumer<Class<?>> projections;

    /**
     * Creates an instance.
     * @param own the types that have copiers of their own
     * @param projections is told of each interface that is a projection
     */
    CopyableTypes(ImmutableTypes immutable, Set<Class<?>> own, Consumer<Class<?>> projections) {
        this.immutable = immutable;
        this.own = own;
        this.projections = projections;
    }

    /**
     * Checks {@code type}, a class or the interface of a projection.
     * @throws NotCopyableException if rows of it can't be copied; names the field that is to blame
     */
    void requireCopyable(Class<?> type) {
        new Walk().visit(ResolvableType.forClass(type), type.getTypeName(), true);
    }

    /** Returns the fields of {@code type} that are copied: all but those not stored, if they can't be. */
    List<Field> fields(Class<?> type) {
        return new Walk().fieldsOf(ResolvableType.forClass(type), type);
    }

    private final class Walk {

        private final Set<String> visited = new HashSet<>();

        void visit(ResolvableType type, String place, boolean projectionAllowed) {
            Class<?> raw = type.resolve(Object.class);
            if (CopyableTypes.this.own.contains(raw) || CopyableTypes.this.immutable.isImmutable(raw)
                    || !this.visited.add(type.toString())) {
                return;
            }
            if (raw.isArray()) {
                visit(type.getComponentType(), place, projectionAllowed);
            }
            else if (Collection.class.isAssignableFrom(raw) || Map.class.isAssignableFrom(raw)) {
                visitContainer(type, raw, place, projectionAllowed);
            }
            else if (raw == Optional.class) {
                visit(type.getGeneric(0), place, projectionAllowed);
            }
            else if (ImmutableTypes.isOfJdk(raw)) {
                visitJdk(raw, place);
            }
            else if (raw.isSealed() && Modifier.isAbstract(raw.getModifiers())) {
                Arrays.stream(raw.getPermittedSubclasses())
                    .forEach((permitted) -> visit(ResolvableType.forClass(permitted), place, false));
            }
            else if (raw.isInterface()) {
                visitInterface(raw, place, projectionAllowed);
            }
            else {
                visitClass(raw, type, place);
            }
        }

        private void visitContainer(ResolvableType type, Class<?> raw, String place, boolean projectionAllowed) {
            if (!ContainerPlans.canHold(raw)) {
                throw new NotCopyableException(raw, place, "is not one of the collections that are known");
            }
            ResolvableType contents = type.as(Map.class.isAssignableFrom(raw) ? Map.class : Collection.class);
            for (ResolvableType content : contents.getGenerics()) {
                visit(content, place, projectionAllowed);
            }
        }

        private void visitJdk(Class<?> raw, String place) {
            if (!CopyPlans.isCopiedByJdk(raw) && raw != Number.class && raw != CharSequence.class) {
                throw new NotCopyableException(raw, place, raw.isInterface() || raw == Object.class
                        ? "says too little of what is there" : "belongs to the JDK and is not known to be copyable");
            }
        }

        private void visitInterface(Class<?> raw, String place, boolean projectionAllowed) {
            if (!projectionAllowed) {
                throw new NotCopyableException(raw, place, "is an interface, which says too little of what is there");
            }
            ProjectionPlan.getters(raw)
                .forEach((getter) -> visit(ResolvableType.forMethodReturnType(getter, raw),
                        raw.getName() + "." + getter.getName() + "()", true));
            CopyableTypes.this.projections.accept(raw);
        }

        private void visitClass(Class<?> raw, ResolvableType type, String place) {
            if (raw.isHidden() || raw.isSynthetic()) {
                throw new NotCopyableException(raw, place, "is made at run time");
            }
            List<Field> fields = fieldsOf(type, raw);
            if (!raw.isRecord() && !Modifier.isAbstract(raw.getModifiers())) {
                BeanPlan.constructor(raw, fields);
            }
        }

        List<Field> fieldsOf(ResolvableType type, Class<?> raw) {
            this.visited.add(type.toString());
            List<Field> fields = new ArrayList<>();
            for (Field field : Fields.of(raw)) {
                if (!Fields.isTransient(field)) {
                    visitField(type, field);
                    fields.add(field);
                }
                else if (isCopyable(type, field)) {
                    fields.add(field);
                }
            }
            return fields;
        }

        private void visitField(ResolvableType type, Field field) {
            visit(ResolvableType.forField(field, type), Fields.nameOf(field), false);
            Fields.getter(field);
        }

        private boolean isCopyable(ResolvableType type, Field field) {
            Set<String> before = Set.copyOf(this.visited);
            try {
                visitField(type, field);
                return true;
            }
            catch (NotCopyableException ex) {
                // What was found on the way may be to blame elsewhere.
                this.visited.retainAll(before);
                return false;
            }
        }

    }

}
