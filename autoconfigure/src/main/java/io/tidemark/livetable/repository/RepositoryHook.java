package io.tidemark.livetable.repository;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.tidemark.livetable.LiveTable;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.TableReads;
import io.tidemark.livetable.TableWrites;
import io.tidemark.livetable.copy.LoadState;
import io.tidemark.livetable.copy.RowCopier;
import io.tidemark.livetable.copy.RowCopiers;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.data.repository.core.EntityInformation;
import org.springframework.data.repository.core.RepositoryInformation;
import org.springframework.data.repository.core.support.RepositoryFactorySupport;

/**
 * Puts live tables before the repositories of an application: every repository is observed for writes, and the reads of
 * those with {@link LiveTable} go through the cache. Thread-safe.
 */
public final class RepositoryHook {

    private final TableReads reads;

    private final TableWrites writes;

    private final List<TableModels> models;

    private final ScopedPaths paths;

    private final List<RowCopier<?>> copiers;

    private final RowTypes rowTypes;

    private final Map<Class<?>, RoleAssignment> live = new ConcurrentHashMap<>();

    /**
     * Creates the hook.
     * @param reads answers the reads of live tables
     * @param writes hears of writes; those in a transaction have to end with it
     * @param models the mapping libraries that are there
     * @param paths the scopes of reads and writes
     * @param copiers those that the application brings, at most one for each type
     */
    public RepositoryHook(TableReads reads, TableWrites writes, List<TableModels> models, ScopedPaths paths,
            Collection<? extends RowCopier<?>> copiers) {
        this(reads, writes, models, paths, copiers, (table, type) -> {
        });
    }

    /**
     * Creates the hook.
     * @param reads answers the reads of live tables
     * @param writes hears of writes; those in a transaction have to end with it
     * @param models the mapping libraries that are there
     * @param paths the scopes of reads and writes
     * @param copiers those that the application brings, at most one for each type
     * @param rowTypes hears of the types of rows before there are any
     */
    public RepositoryHook(TableReads reads, TableWrites writes, List<TableModels> models, ScopedPaths paths,
            Collection<? extends RowCopier<?>> copiers, RowTypes rowTypes) {
        this.reads = Objects.requireNonNull(reads, "reads");
        this.writes = Objects.requireNonNull(writes, "writes");
        this.models = List.copyOf(models);
        this.paths = Objects.requireNonNull(paths, "paths");
        this.copiers = List.copyOf(copiers);
        this.rowTypes = Objects.requireNonNull(rowTypes, "rowTypes");
    }

    /** Returns the reading methods of live tables that are not cached, in the order of their names. */
    public List<LeftAlone> leftAlone() {
        return leftAlone(this.live.values().stream());
    }

    /** Returns those of the repositories of {@code table}. See {@link #leftAlone()}. */
    public List<LeftAlone> leftAlone(TableId table) {
        return leftAlone(of(table));
    }

    /** Returns the tables of the repositories with {@link LiveTable}. */
    public Set<TableId> tables() {
        return this.live.values()
            .stream()
            .map(RoleAssignment::table)
            .collect(Collectors.toCollection(HashSet::new));
    }

    /** Returns {@link #tables()} and those that the answers of their cached methods depend on. */
    public Set<TableId> tablesRead() {
        Set<TableId> tables = tables();
        this.live.values().forEach((assignment) -> tables.addAll(assignment.read()));
        return tables;
    }

    /**
     * Returns what the answers of each cached method of {@code table} are kept below, within its scope: the name of the
     * method and a digest of the rest of it, such as {@code findByState~0f1e2d3c4b5a6978}.
     */
    public Set<String> cachedMethods(TableId table) {
        return of(table).flatMap((assignment) -> assignment.cached().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether answers are kept apart by a {@link LiveTableScope}. */
    public boolean isScoped() {
        return this.paths.isScoped();
    }

    /**
     * Returns the table of a live repository.
     * @throws IllegalArgumentException if there is none of that interface, or it was not made yet
     */
    public TableId tableOf(Class<?> repositoryInterface) {
        RoleAssignment assignment = this.live.get(repositoryInterface);
        if (assignment == null) {
            throw new IllegalArgumentException(
                    "repositoryInterface must be that of a live repository, was " + repositoryInterface.getName());
        }
        return assignment.table();
    }

    void apply(RepositoryFactorySupport factory, String beanName, ProxyFactory proxy,
            RepositoryInformation repository) {
        LiveTable annotation = AnnotatedElementUtils.findMergedAnnotation(repository.getRepositoryInterface(),
                LiveTable.class);
        TableModel model = modelOf(factory, beanName, repository.getDomainType());
        if (annotation != null) {
            refuseUnsupported(repository, model);
        }
        if (model != null && !repository.isReactiveRepository()) {
            @SuppressWarnings("unchecked")
            EntityInformation<Object, ?> rows = (EntityInformation<Object, ?>) factory.getEntityInformation(repository);
            RepositoryParts parts = new RepositoryParts(this.reads, this.writes, model, this.paths, this.copiers, rows);
            RoleAssignment assignment = new RoleAssignment(repository, annotation, parts);
            if (annotation != null) {
                register(repository, model, annotation, assignment);
            }
            RepositoryAdvice advice = new RepositoryAdvice(assignment);
            proxy.addAdvisor(0, new DefaultPointcutAdvisor(advice, advice));
        }
    }

    private void register(RepositoryInformation repository, TableModel model, LiveTable annotation,
            RoleAssignment assignment) {
        if (annotation.scopeIsolated()) {
            this.paths.isolate(model.tablesOf(repository.getDomainType()));
        }
        RowCopiers rows = RowCopiers.ofDetached(this.copiers, LoadState.LOADED);
        for (Class<?> type : assignment.keptTypes()) {
            // What a call names as its argument is not known before.
            if (type != Object.class) {
                rows.forType(type);
                this.rowTypes.add(assignment.table(), type);
            }
        }
        this.live.put(repository.getRepositoryInterface(), assignment);
    }

    private @Nullable TableModel modelOf(RepositoryFactorySupport factory, String beanName, Class<?> domainType) {
        for (TableModels candidates : this.models) {
            TableModel model = candidates.modelOf(factory, beanName, domainType);
            if (model != null) {
                return model;
            }
        }
        return null;
    }

    private static void refuseUnsupported(RepositoryInformation repository, @Nullable TableModel model) {
        String name = repository.getRepositoryInterface().getName();
        if (repository.isReactiveRepository() || hasCoroutines(repository.getRepositoryInterface())) {
            throw new UnsupportedRepositoryException(name, "it is reactive or made of coroutines",
                    "Remove @LiveTable from it, or let it return its rows directly.");
        }
        if (model == null) {
            throw new UnsupportedRepositoryException(name, "it is not a repository of Spring Data JDBC or JPA",
                    "Remove @LiveTable from it.");
        }
    }

    private static boolean hasCoroutines(Class<?> repository) {
        return Arrays.stream(repository.getMethods())
            .flatMap(method -> Arrays.stream(method.getParameterTypes()))
            .anyMatch(type -> type.getName().equals("kotlin.coroutines.Continuation"));
    }

    private Stream<RoleAssignment> of(TableId table) {
        return this.live.values().stream().filter((assignment) -> assignment.table().equals(table));
    }

    private static List<LeftAlone> leftAlone(Stream<RoleAssignment> assignments) {
        return assignments.flatMap(assignment -> assignment.leftAlone().entrySet().stream())
            .map(entry -> new LeftAlone(describe(entry.getKey()), entry.getValue()))
            .sorted(Comparator.comparing(LeftAlone::method))
            .toList();
    }

    private static String describe(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName()
                + Arrays.stream(method.getParameterTypes())
                    .map(Class::getSimpleName)
                    .collect(Collectors.joining(", ", "(", ")"));
    }

}
