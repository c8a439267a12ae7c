package io.tidemark.livetable.repository;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import io.tidemark.livetable.LiveTable;
import io.tidemark.livetable.Uncached;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.RepositoryDefinition;
import org.springframework.data.repository.core.RepositoryInformation;
import org.springframework.data.repository.core.support.RepositoryFragment;
import org.springframework.data.repository.query.parser.PartTree;
import org.springframework.util.ClassUtils;

/**
 * What a repository's method does, by its declaration: ahead-of-time processing makes generated fragments of queries,
 * so that what Spring Data tells of its own implementation differs from start to start.
 */
enum MethodKind {

    /** Neither reads nor writes by itself: it calls other methods of the repository, or is about the proxy. */
    PASS_THROUGH,

    /** Writes, in a way that the listeners of the mapping see row by row. */
    OBSERVED_WRITE,

    /** Writes, or may write, and nobody else sees it. */
    WRITE,

    /** Deletes by a query that its name tells. */
    DERIVED_DELETE,

    /** Reads by the methods of Spring Data. */
    BASE_READ,

    /** Reads by a query that its name tells. */
    DERIVED_READ,

    /** Reads by a query that is written at the method or elsewhere. */
    DECLARED_READ,

    /** Reads by code of the application. */
    CUSTOM_READ;

    private static final String SPRING_DATA = "org.springframework.data.";

    private static final String AOT_SUFFIX = "__AotRepository";

    private static final Set<String> WRITING_ANNOTATIONS = Set.of("org.springframework.data.jpa.repository.Modifying",
            "org.springframework.data.jdbc.repository.query.Modifying",
            "org.springframework.data.jpa.repository.query.Procedure");

    private static final Set<String> OBSERVED_NAMES = Set.of("save", "saveAll", "saveAndFlush", "saveAllAndFlush",
            "delete", "deleteById", "deleteAllById", "deleteAll", "flush");

    private static final Set<String> OBSERVED_TYPES = Set.of("CrudRepository", "ListCrudRepository", "JpaRepository");

    private static final Pattern READING_NAME = Pattern.compile("(find|get|read|query|search|stream|exists|count).*");

    private static final Pattern DERIVED = Pattern
        .compile("(find|read|get|query|search|stream|count|exists|delete|remove)(\\p{Lu}.*?)??By.*", Pattern.DOTALL);

    static MethodKind of(Method method, RepositoryInformation repository) {
        if (method.isDefault() || method.getDeclaringClass() == Object.class) {
            return PASS_THROUGH;
        }
        if (isWritingByAnnotation(method)) {
            return WRITE;
        }
        if (isCustom(method, repository)) {
            return isDeclaredAsRead(method) ? CUSTOM_READ : WRITE;
        }
        DeclaredQuery query = DeclaredQuery.of(method);
        if (query != null) {
            return query.writes() ? WRITE : DECLARED_READ;
        }
        if (method.getDeclaringClass().getName().startsWith(SPRING_DATA)) {
            return ofSpringData(method, repository);
        }
        return ofApplication(method, repository);
    }

    boolean isRead() {
        return ordinal() >= BASE_READ.ordinal();
    }

    private static MethodKind ofSpringData(Method method, RepositoryInformation repository) {
        if (READING_NAME.matcher(method.getName()).matches()) {
            return BASE_READ;
        }
        boolean observed = OBSERVED_TYPES.contains(method.getDeclaringClass().getSimpleName());
        return observed && isObserved(method, repository) ? OBSERVED_WRITE : WRITE;
    }

    // A base class of the application may save in its own way.
    private static boolean isObserved(Method method, RepositoryInformation repository) {
        return OBSERVED_NAMES.contains(method.getName())
                && repository.getRepositoryBaseClass().getName().startsWith(SPRING_DATA);
    }

    private static MethodKind ofApplication(Method method, RepositoryInformation repository) {
        boolean reading = READING_NAME.matcher(method.getName()).matches() && method.getReturnType() != void.class;
        if (isRedeclared(method, repository)) {
            return reading ? BASE_READ : ofRedeclaredWrite(method, repository);
        }
        if (!DERIVED.matcher(method.getName()).matches() || !isDerivable(method, repository)) {
            // Spring Data accepts no other method than one of a named query, which writes only if it says so.
            return method.getReturnType() == void.class ? WRITE : DECLARED_READ;
        }
        return reading ? DERIVED_READ : DERIVED_DELETE;
    }

    // Of rows or their identifiers, not one of the same name that deletes what a specification tells.
    private static MethodKind ofRedeclaredWrite(Method method, RepositoryInformation repository) {
        boolean ofRows = Arrays.stream(repository.getTargetClassMethod(method).getParameterTypes())
            .allMatch(type -> type == Object.class || type == Iterable.class);
        return ofRows && isObserved(method, repository) ? OBSERVED_WRITE : WRITE;
    }

    private static boolean isDerivable(Method method, RepositoryInformation repository) {
        try {
            new PartTree(method.getName(), repository.getDomainType());
            return true;
        }
        catch (RuntimeException ex) {
            // Not a query over properties of the row.
            return false;
        }
    }

    private static boolean isRedeclared(Method method, RepositoryInformation repository) {
        Method target = repository.getTargetClassMethod(method);
        return !target.equals(method) && target.getDeclaringClass().getName().startsWith(SPRING_DATA)
                && target.getDeclaringClass().isAssignableFrom(repository.getRepositoryBaseClass());
    }

    private static boolean isWritingByAnnotation(Method method) {
        MergedAnnotations annotations = MergedAnnotations.from(method, MergedAnnotations.SearchStrategy.TYPE_HIERARCHY);
        return WRITING_ANNOTATIONS.stream().anyMatch(annotations::isPresent);
    }

    private static boolean isDeclaredAsRead(Method method) {
        return AnnotatedElementUtils.hasAnnotation(method, LiveTable.class)
                || AnnotatedElementUtils.hasAnnotation(method, Uncached.class)
                || AnnotatedElementUtils.hasAnnotation(method.getDeclaringClass(), Uncached.class);
    }

    private static boolean isCustom(Method method, RepositoryInformation repository) {
        Class<?> declaring = method.getDeclaringClass();
        if (!declaring.getName().startsWith(SPRING_DATA) && !Repository.class.isAssignableFrom(declaring)
                && !isRepositoryDefinition(declaring)) {
            return true;
        }
        for (RepositoryFragment<?> fragment : repository.getRepositoryComposition().getFragments()) {
            Class<?> implementation = implementationOf(fragment);
            if (implementation != null && fragment.hasMethod(method)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRepositoryDefinition(Class<?> type) {
        return AnnotatedElementUtils.hasAnnotation(type,
                RepositoryDefinition.class);
    }

    private static @Nullable Class<?> implementationOf(RepositoryFragment<?> fragment) {
        Optional<?> instance = fragment.getImplementation();
        Class<?> type = instance.isPresent() ? ClassUtils.getUserClass(instance.get())
                : fragment.getImplementationClass().orElse(null);
        boolean ours = type != null && !type.getName().startsWith(SPRING_DATA)
                && !type.getSimpleName().endsWith(AOT_SUFFIX);
        return ours ? type : null;
    }

}
