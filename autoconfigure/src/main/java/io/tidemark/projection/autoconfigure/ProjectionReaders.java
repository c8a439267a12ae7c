package io.tidemark.projection.autoconfigure;

import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.util.List;
import java.util.stream.Collectors;

import io.tidemark.autoconfigure.IncompleteSetupException;
import io.tidemark.projection.ProjectionReader;
import io.tidemark.projection.Projections;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.core.ResolvableType;

/** Finds the projection that a {@link ProjectionReader} is wanted of, by the type of the state, then by name. */
final class ProjectionReaders {

    private final Projections projections;

    private final TypedProjections types;

    ProjectionReaders(Projections projections, TypedProjections types) {
        this.projections = projections;
        this.types = types;
    }

    /** Returns the reader for a place that a bean is injected into. */
    ProjectionReader<?> reader(InjectionPoint point) {
        if (!(point instanceof DependencyDescriptor descriptor)) {
            throw new IllegalArgumentException("point must describe a dependency, was " + point);
        }
        ResolvableType state = descriptor.getResolvableType().as(ProjectionReader.class).getGeneric(0);
        List<TypedProjection> candidates = this.types.all()
            .stream()
            .filter((each) -> state.resolve() == null || state.isAssignableFrom(each.stateType()))
            .toList();
        String name = descriptor.getDependencyName();
        List<TypedProjection> named = candidates.size() == 1 ? candidates
                : candidates.stream().filter((each) -> isNamed(each, name)).toList();
        if (named.size() != 1) {
            throw notFound(state, descriptor, candidates);
        }
        return this.projections.reader(named.get(0).projection());
    }

    /** Returns the reader of the projection that is the bean of this name. */
    ProjectionReader<?> readerOfBean(String beanName) {
        return this.types.all()
            .stream()
            .filter((each) -> each.beanName().equals(beanName))
            .map((each) -> this.projections.reader(each.projection()))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(
                    "beanName must be the name of a projection, was '%s'".formatted(beanName)));
    }

    private static boolean isNamed(TypedProjection projection, @Nullable String name) {
        return projection.beanName().equals(name) || projection.projection().name().equals(name);
    }

    private IncompleteSetupException notFound(ResolvableType state, DependencyDescriptor descriptor,
            List<TypedProjection> candidates) {
        String where = where(descriptor);
        if (candidates.isEmpty()) {
            return new IncompleteSetupException(
                    "%s wants a ProjectionReader<%s>, but no projection has such a state; there are: %s.".formatted(where,
                            state, list(this.types.all())),
                    "Define a bean that implements Projection<%s, ...>, or correct the type.".formatted(state));
        }
        return new IncompleteSetupException(
                "%s wants a ProjectionReader<%s>, but several projections have such a state: %s.".formatted(where, state,
                        list(candidates)),
                "Name the field or parameter like the bean, or use a @Qualifier with the name of the bean.");
    }

    private static String where(DependencyDescriptor descriptor) {
        Member member = descriptor.getMember();
        return "%s '%s' of %s".formatted(member instanceof Field ? "Field" : "Parameter",
                descriptor.getDependencyName(), member.getDeclaringClass().getName());
    }

    private static String list(List<TypedProjection> projections) {
        return projections.isEmpty() ? "none" : projections.stream()
            .map((each) -> "'%s' of %s".formatted(each.beanName(), each.stateType()))
            .collect(Collectors.joining(", "));
    }

}
