package io.tidemark.livetable.repository;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.tidemark.key.KeyPath;
import io.tidemark.livetable.TableId;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;

/**
 * The tables that one method's reads look at: those that the method tells, and those that a call adds by sorting over
 * an association or by the type that it asks for. Thread-safe.
 */
final class Dependencies {

    private static final int MAX_ADDITIONS = 256;

    private final TableModel model;

    private final Class<?> domainType;

    private final Set<TableId> tables;

    private final List<KeyPath> paths;

    // By the class asked for or the property sorted by; what comes after the limit is worked out each time.
    private final Map<Object, Set<TableId>> additions = new ConcurrentHashMap<>();

    /** The tables of which the first is that of the repository. */
    Dependencies(TableModel model, Class<?> domainType, Set<TableId> tables) {
        this.model = model;
        this.domainType = domainType;
        this.tables = tables;
        this.paths = tables.stream().map(TableId::path).toList();
    }

    /** Returns the tables of every call. */
    Set<TableId> tables() {
        return this.tables;
    }

    /**
     * Returns the paths that a call depends on, or null if it asks for a type that may look at anything.
     * @param scope the scope of the call, empty if there is none
     */
    @Nullable List<KeyPath> of(@Nullable Object[] arguments, String scope) {
        Set<TableId> more = null;
        for (Object argument : arguments) {
            Set<TableId> added = added(argument);
            if (added == null) {
                return null;
            }
            if (!added.isEmpty() && !this.tables.containsAll(added)) {
                more = more != null ? more : new LinkedHashSet<>(this.tables);
                more.addAll(added);
            }
        }
        if (more == null && scope.isEmpty()) {
            return this.paths;
        }
        List<KeyPath> result = new ArrayList<>();
        for (TableId table : more != null ? more : this.tables) {
            result.add(scope.isEmpty() ? table.path() : table.path().child(scope));
        }
        return List.copyOf(result);
    }

    private @Nullable Set<TableId> added(@Nullable Object argument) {
        if (argument instanceof Pageable pageable) {
            return addedBySort(pageable.getSort());
        }
        if (argument instanceof Sort sort) {
            return addedBySort(sort);
        }
        return argument instanceof Class<?> type ? addedByProjection(type) : Set.of();
    }

    private Set<TableId> addedBySort(Sort sort) {
        Set<TableId> added = Set.of();
        for (Sort.Order order : sort) {
            Set<TableId> more = addedByPath(order.getProperty());
            if (!more.isEmpty()) {
                added = new LinkedHashSet<>(added);
                added.addAll(more);
            }
        }
        return added;
    }

    private Set<TableId> addedByPath(String property) {
        Set<TableId> known = this.additions.get(property);
        return known != null ? known
                : remembered(property, this.model.tablesNamed(PathNames.of(this.domainType, property)));
    }

    private @Nullable Set<TableId> addedByProjection(Class<?> type) {
        Set<TableId> known = this.additions.get(type);
        if (known != null) {
            return known;
        }
        Set<String> names = ProjectedNames.of(type, this.domainType);
        return names != null ? remembered(type, this.model.tablesNamed(names)) : null;
    }

    private Set<TableId> remembered(Object key, Set<TableId> added) {
        if (this.additions.size() < MAX_ADDITIONS) {
            this.additions.putIfAbsent(key, added);
        }
        return added;
    }

}
