package io.tidemark.livetable.repository;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.tidemark.livetable.LiveTable;
import io.tidemark.livetable.TableReads;
import io.tidemark.livetable.TableWrites;
import io.tidemark.livetable.copy.RowCopier;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.ProxyFactory;
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
        this.reads = Objects.requireNonNull(reads, "reads");
        this.writes = Objects.requireNonNull(writes, "writes");
        this.models = List.copyOf(models);
        this.paths = Objects.requireNonNull(paths, "paths");
        this.copiers = List.copyOf(copiers);
    }

    /** Returns the reading methods of live tables that are not cached, in the order of their names. */
    public List<LeftAlone> leftAlone() {
        return this.live.values()
            .stream()
            .flatMap(assignment -> assignment.leftAlone().entrySet().stream())
            .map(entry -> new LeftAlone(describe(entry.getKey()), entry.getValue()))
            .sorted(Comparator.comparing(LeftAlone::method))
            .toList();
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
            proxy.addAdvice(0, new RepositoryAdvice(assignment));
        }
    }

    private void register(RepositoryInformation repository, TableModel model, LiveTable annotation,
            RoleAssignment assignment) {
        if (annotation.scopeIsolated()) {
            this.paths.isolate(model.tablesOf(repository.getDomainType()));
        }
        for (Method method : repository.getRepositoryInterface().getMethods()) {
            assignment.roleOf(method);
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

    private static String describe(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName()
                + Arrays.stream(method.getParameterTypes())
                    .map(Class::getSimpleName)
                    .collect(Collectors.joining(", ", "(", ")"));
    }

}
