package io.tidemark.livetable.repository;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.tidemark.livetable.LiveTable;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.Uncached;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.data.domain.Sort;
import org.springframework.data.repository.core.RepositoryInformation;
import org.springframework.data.repository.query.parser.Part;
import org.springframework.data.repository.query.parser.PartTree;

/** Finds out how the answers of one reading method are cached, or why they are not. */
final class ReadPlan {

    private static final Set<String> LOCKS = Set.of("org.springframework.data.jpa.repository.Lock",
            "org.springframework.data.relational.repository.Lock");

    private static final String ENTITY_GRAPH = "org.springframework.data.jpa.repository.EntityGraph";

    private static final Set<String> REFERENCES = Set.of("getReferenceById", "getById", "getOne");

    private static final Set<String> CODE = Set.of("org.springframework.data.jpa.domain.Specification",
            "org.springframework.data.jpa.domain.PredicateSpecification",
            "com.querydsl.core.types.Predicate", "com.querydsl.core.types.OrderSpecifier");

    private final Method method;

    private final MethodKind kind;

    private final RepositoryInformation repository;

    private final TableModel model;

    private final @Nullable DeclaredQuery query;

    private final Set<TableId> declared;

    ReadPlan(Method method, MethodKind kind, RepositoryInformation repository, TableModel model) {
        this.method = method;
        this.kind = kind;
        this.repository = repository;
        this.model = model;
        this.query = DeclaredQuery.of(method);
        this.declared = declared();
    }

    /** Returns why the method is left alone, or null if it is cached. */
    @Nullable String obstacle() {
        if (isUncached()) {
            return "it is annotated with @Uncached";
        }
        if (isAnnotated(LOCKS)) {
            return "it locks rows";
        }
        if (REFERENCES.contains(this.method.getName()) && this.kind == MethodKind.BASE_READ) {
            return "it returns a reference that is loaded later";
        }
        if (shape() == null) {
            return "answers of type " + this.method.getReturnType().getSimpleName() + " are not cached";
        }
        for (Class<?> parameter : this.method.getParameterTypes()) {
            if (isCode(parameter)) {
                return "arguments of type " + parameter.getSimpleName() + " have no stable key";
            }
        }
        return obstacleOfQuery();
    }

    AnswerShape requiredShape() {
        return Objects.requireNonNull(shape(), "shape");
    }

    /** Whether this is {@code findAllById}, as Spring Data does it. */
    boolean isOfSeveralRows() {
        return isByIdentifier("findAllById") && shape() == AnswerShape.LIST
                && this.method.getParameterTypes()[0] == Iterable.class;
    }

    /** Whether this is {@code findById}, as Spring Data does it. */
    boolean isOfOneRow() {
        return isByIdentifier("findById") && (shape() == AnswerShape.OPTIONAL || shape() == AnswerShape.SINGLE);
    }

    /** Returns every table that the method looks at, that of the repository first. */
    Set<TableId> tables() {
        Set<TableId> tables = new LinkedHashSet<>();
        tables.add(this.model.table(this.repository.getDomainType()));
        tables.addAll(this.model.tablesReadBy(this.repository.getDomainType()));
        tables.addAll(this.declared);
        Class<?> returned = returnedType();
        tables.addAll(this.model.tablesReadBy(returned));
        Set<String> names = new LinkedHashSet<>();
        Set<String> projected = isProjection(returned) ? ProjectedNames.of(returned, this.repository.getDomainType())
                : null;
        if (projected != null) {
            names.addAll(projected);
        }
        if (this.query != null) {
            names.addAll(this.query.names());
        }
        if (this.kind == MethodKind.DERIVED_READ) {
            names.addAll(derivedNames());
        }
        for (String path : graph().getValue("attributePaths", String[].class).orElse(new String[0])) {
            names.addAll(Arrays.asList(path.split("\\.")));
        }
        tables.addAll(this.model.tablesNamed(names));
        return tables;
    }

    private @Nullable String obstacleOfQuery() {
        boolean undeclared = this.declared.isEmpty();
        if (isProjection(returnedType()) && undeclared
                && ProjectedNames.of(returnedType(), this.repository.getDomainType()) == null) {
            return "its projection has an expression: name what it looks at with @LiveTable(dependsOn)";
        }
        if (!graph().getValue("value", String.class).orElse("").isEmpty() && undeclared) {
            return "its entity graph is named elsewhere: name what it looks at with @LiveTable(dependsOn)";
        }
        String unknown = this.model.unknownQuery(this.repository.getDomainType());
        if (unknown != null && undeclared) {
            return "its rows are mapped with the query '" + unknown
                    + "': name what it looks at with @LiveTable(dependsOn)";
        }
        if (this.kind == MethodKind.CUSTOM_READ && undeclared) {
            return "it is implemented by the application: name what it looks at with @LiveTable(dependsOn)";
        }
        if (this.query != null && this.query.hasExpressions()) {
            return "its query has an expression";
        }
        if (this.query != null && this.query.isRewritten()) {
            return "its query is rewritten";
        }
        boolean sql = this.query != null && (this.query.isNative() || !this.model.queriesNameEntities());
        if (sql && undeclared) {
            return "its query is SQL: name what it looks at with @LiveTable(dependsOn)";
        }
        return isNamedElsewhere() && undeclared
                ? "its query is named elsewhere: name what it looks at with @LiveTable(dependsOn)" : null;
    }

    private boolean isNamedElsewhere() {
        if (this.query != null) {
            return this.query.text().isBlank();
        }
        boolean derived = this.kind == MethodKind.DERIVED_READ;
        String name = this.repository.getDomainType().getSimpleName() + "." + this.method.getName();
        return this.kind == MethodKind.DECLARED_READ || (derived && this.model.hasNamedQuery(name));
    }

    private @Nullable AnswerShape shape() {
        return AnswerShape.of(this.method.getName(), this.method.getReturnType());
    }

    private boolean isByIdentifier(String name) {
        return this.kind == MethodKind.BASE_READ && this.method.getName().equals(name)
                && this.method.getParameterCount() == 1 && !graph().isPresent()
                && returnedType() == this.repository.getDomainType();
    }

    private boolean isUncached() {
        return AnnotatedElementUtils.hasAnnotation(this.method, Uncached.class)
                || AnnotatedElementUtils.hasAnnotation(this.method.getDeclaringClass(), Uncached.class);
    }

    private boolean isAnnotated(Set<String> annotations) {
        MergedAnnotations present = MergedAnnotations.from(this.method,
                MergedAnnotations.SearchStrategy.TYPE_HIERARCHY);
        return annotations.stream().anyMatch(present::isPresent);
    }

    private MergedAnnotation<?> graph() {
        return MergedAnnotations.from(this.method, MergedAnnotations.SearchStrategy.TYPE_HIERARCHY).get(ENTITY_GRAPH);
    }

    private static boolean isCode(Class<?> parameter) {
        return CODE.contains(parameter.getName()) || parameter.getName().startsWith("java.util.function.")
                || parameter.isAnnotationPresent(FunctionalInterface.class)
                || parameter.getName().startsWith("org.springframework.data.jpa.domain.")
                        && parameter.getSimpleName().endsWith("Specification");
    }

    private Class<?> returnedType() {
        return this.repository.getReturnedDomainClass(this.method);
    }

    private boolean isProjection(Class<?> type) {
        return !type.isAssignableFrom(this.repository.getDomainType()) && !BeanUtils.isSimpleProperty(type)
                && this.model.tablesReadBy(type).isEmpty();
    }

    private Set<String> derivedNames() {
        Set<String> names = new LinkedHashSet<>();
        PartTree tree = new PartTree(this.method.getName(), this.repository.getDomainType());
        for (Part part : tree.getParts()) {
            names.addAll(List.of(part.getProperty().toDotPath().split("\\.")));
        }
        for (Sort.Order order : tree.getSort()) {
            names.addAll(List.of(order.getProperty().split("\\.")));
        }
        return names;
    }

    private Set<TableId> requireMapped(Class<?> declared) {
        Set<TableId> tables = this.model.tablesDeclared(declared);
        if (tables.isEmpty()) {
            throw new UnsupportedRepositoryException(this.repository.getRepositoryInterface().getName(),
                    "it depends on %s, which is mapped to no table of data source '%s'".formatted(declared.getName(),
                            this.model.dataSource()),
                    "Name an entity with @LiveTable(dependsOn), or the table itself with dependsOnTables.");
        }
        return tables;
    }

    private Set<TableId> declared() {
        Set<TableId> tables = new LinkedHashSet<>();
        for (LiveTable annotation : new LiveTable[] {
                AnnotatedElementUtils.findMergedAnnotation(this.repository.getRepositoryInterface(), LiveTable.class),
                AnnotatedElementUtils.findMergedAnnotation(this.method, LiveTable.class) }) {
            if (annotation != null) {
                for (Class<?> entity : annotation.dependsOn()) {
                    tables.addAll(requireMapped(entity));
                }
                for (String table : annotation.dependsOnTables()) {
                    tables.add(new TableId(this.model.dataSource(), table));
                }
            }
        }
        return tables;
    }

}
