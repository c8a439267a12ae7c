package io.tidemark.projection.autoconfigure;

import java.lang.reflect.Type;
import java.util.Arrays;

import io.tidemark.autoconfigure.IncompleteSetupException;
import io.tidemark.projection.Projection;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * A projection of the application and the types of its states and events.
 *
 * @param beanName the name of the bean
 * @param projection the projection
 * @param stateType the type of its states, without type variables
 * @param eventType the type of its events, without type variables
 */
record TypedProjection(String beanName, Projection<?, ?> projection, ResolvableType stateType,
        ResolvableType eventType) {

    /** Finds the types: what the projection says, else what its class declares, else what its bean is declared as. */
    static TypedProjection of(String beanName, Projection<?, ?> projection, ResolvableType declaredType) {
        ResolvableType byClass = ResolvableType.forClass(ClassUtils.getUserClass(projection)).as(Projection.class);
        ResolvableType byBean = declaredType.as(Projection.class);
        Type stateType = projection.stateType();
        Class<?> eventType = projection.eventType();
        return new TypedProjection(beanName, projection,
                stateType != null ? ResolvableType.forType(stateType)
                        : find("stateType", beanName, projection, byClass.getGeneric(0), byBean.getGeneric(0)),
                eventType != null ? ResolvableType.forClass(eventType)
                        : find("eventType", beanName, projection, byClass.getGeneric(1), byBean.getGeneric(1)));
    }

    /** Returns what messages call it. */
    String description() {
        return "Projection '%s' (bean '%s', %s)".formatted(this.projection.name(), this.beanName,
                ClassUtils.getUserClass(this.projection).getName());
    }

    private static ResolvableType find(String method, String beanName, Projection<?, ?> projection,
            ResolvableType... candidates) {
        for (ResolvableType candidate : candidates) {
            ResolvableType concrete = concrete(candidate);
            if (concrete != null) {
                return concrete;
            }
        }
        throw new IncompleteSetupException(
                "The %s of projection '%s' (bean '%s', %s) can't be found from the type arguments of its class.".formatted(
                        method, projection.name(), beanName, ClassUtils.getUserClass(projection).getName()),
                "Declare them with 'implements Projection<State, Event>', or override '%s()'.".formatted(method));
    }

    /** Returns the type with all variables replaced, or null if one is unknown. */
    private static @Nullable ResolvableType concrete(ResolvableType type) {
        Class<?> resolved = type.resolve();
        if (resolved == null) {
            return null;
        }
        if (!type.hasGenerics()) {
            return ResolvableType.forClass(resolved);
        }
        ResolvableType[] generics = new ResolvableType[type.getGenerics().length];
        Arrays.setAll(generics, (i) -> concrete(type.getGeneric(i)));
        return Arrays.asList(generics).contains(null) ? null : ResolvableType.forClassWithGenerics(resolved, generics);
    }

}
