package io.tidemark.livetable.repository;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.tidemark.livetable.LiveTable;
import io.tidemark.livetable.TableId;

import org.jspecify.annotations.Nullable;
import org.springframework.data.repository.core.RepositoryInformation;
import org.springframework.util.ClassUtils;

/** Gives each method of one repository its role. Thread-safe. */
final class RoleAssignment {

    private final RepositoryInformation repository;

    private final @Nullable LiveTable annotation;

    private final RepositoryParts parts;

    private final @Nullable String obstacle;

    private final Map<Method, String> leftAlone = new ConcurrentHashMap<>();

    // Bounded by the methods of the repository.
    private final Set<String> cached = ConcurrentHashMap.newKeySet();

    // Bounded by the tables of the mapping.
    private final Set<TableId> read = ConcurrentHashMap.newKeySet();

    RoleAssignment(RepositoryInformation repository, @Nullable LiveTable annotation, RepositoryParts parts) {
        this.repository = repository;
        this.annotation = annotation;
        this.parts = parts;
        this.obstacle = annotation != null ? parts.model()
            .obstacle(repository.getDomainType(), repository.getRepositoryInterface(), parts.paths().isScoped()) : null;
    }

    /** Returns the reasons why methods are left alone, of all methods of the repository's interface. */
    Map<Method, String> leftAlone() {
        return this.leftAlone;
    }

    /** Returns the segments by which the answers of each cached method are kept apart. */
    Set<String> cached() {
        return this.cached;
    }

    /** Returns the table in which the repository's rows have their identifiers. */
    TableId table() {
        return this.parts.model().table(this.repository.getDomainType());
    }

    /** Returns the tables that the answers of cached methods depend on. */
    Set<TableId> read() {
        return this.read;
    }

    /** Returns the types of the rows that are kept, as far as the methods tell. */
    Set<Class<?>> keptTypes() {
        Set<Class<?>> types = new LinkedHashSet<>();
        for (Method method : this.repository.getRepositoryInterface().getMethods()) {
            if (roleOf(method) instanceof ReadMethod) {
                Class<?> returned = ClassUtils.resolvePrimitiveIfNecessary(this.repository.getReturnedDomainClass(method));
                types.add(returned.isAssignableFrom(this.repository.getDomainType()) ? this.repository.getDomainType()
                        : returned);
            }
        }
        return types;
    }

    MethodRole roleOf(Method method) {
        MethodKind kind = MethodKind.of(method, this.repository);
        boolean unseen = kind == MethodKind.WRITE
                || (kind == MethodKind.DERIVED_DELETE && !this.parts.model().derivedDeletesAreSeen());
        if (unseen) {
            return new WriteMethod(writtenBy(method), this.parts.writes(), this.parts.paths());
        }
        return this.annotation != null && kind.isRead() ? readBy(method, kind, this.annotation.detached())
                : MethodRole.PASS_THROUGH;
    }

    private Set<TableId> writtenBy(Method method) {
        TableModel model = this.parts.model();
        Set<TableId> tables = new LinkedHashSet<>(model.tablesOf(this.repository.getDomainType()));
        DeclaredQuery query = DeclaredQuery.of(method);
        if (query != null) {
            tables.addAll(model.tablesNamed(query.names()));
        }
        return tables;
    }

    private MethodRole readBy(Method method, MethodKind kind, boolean detached) {
        TableModel model = this.parts.model();
        TableId table = model.table(this.repository.getDomainType());
        ReadPlan plan = new ReadPlan(method, kind, this.repository, model);
        String reason = this.obstacle != null ? this.obstacle : plan.obstacle();
        if (reason != null) {
            this.leftAlone.put(method, reason);
            return new LeftAloneMethod(table, table.path().child("").child(nameOf(method)), this.parts.reads());
        }
        this.cached.add(nameOf(method));
        Set<TableId> tables = plan.tables();
        this.read.addAll(tables);
        RowCopies copies = new RowCopies(this.parts.copiers(), model.loadState(tables), detached);
        ReadMethod read = new ReadMethod(table, nameOf(method), new AnswerForm(plan.requiredShape(), copies),
                new Dependencies(model, this.repository.getDomainType(), tables), this.parts);
        ReadMethod single = plan.isOfSeveralRows() ? singleOf(tables, detached) : null;
        return single != null ? new RowsMethod(read, single, this.parts) : read;
    }

    // The method that reads one row just as findAllById reads several, if there is one.
    private @Nullable ReadMethod singleOf(Set<TableId> tables, boolean detached) {
        for (Method method : this.repository.getRepositoryInterface().getMethods()) {
            MethodKind kind = MethodKind.of(method, this.repository);
            if (new ReadPlan(method, kind, this.repository, this.parts.model()).isOfOneRow()
                    && readBy(method, kind, detached) instanceof ReadMethod single && single.dependsOn(tables)) {
                return single;
            }
        }
        return null;
    }

    // The same in every process, and another one as soon as the method asks for something else.
    private String nameOf(Method method) {
        DeclaredQuery query = DeclaredQuery.of(method);
        String signature = this.repository.getRepositoryInterface().getName() + " " + method.getGenericReturnType() + " "
                + method.getName() + Arrays.stream(method.getGenericParameterTypes())
                    .map(Object::toString)
                    .collect(Collectors.joining(",", "(", ")"))
                + (query != null ? query.toString() : "");
        return method.getName() + "~" + digest(signature);
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        }
        catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("SHA-256 must be there on every Java platform", ex);
        }
    }

}
