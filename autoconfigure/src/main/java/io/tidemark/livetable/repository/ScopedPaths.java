package io.tidemark.livetable.repository;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.tidemark.key.KeyPath;
import io.tidemark.livetable.TableId;

import org.jspecify.annotations.Nullable;

/** Paths of tables and of the scopes in them. Thread-safe. */
public final class ScopedPaths {

    private static final String NO_SCOPE = "";

    private final @Nullable LiveTableScope scope;

    // Bounded by the tables of live repositories.
    private final Set<TableId> isolated = ConcurrentHashMap.newKeySet();

    // Bounded by the tables that are written.
    private final Map<TableId, KeyPath> tables = new ConcurrentHashMap<>();

    /** Creates the paths; without a scope every reader sees the same rows. */
    public ScopedPaths(@Nullable LiveTableScope scope) {
        this.scope = scope;
    }

    /** Returns the path that a write of the calling thread to {@code table} concerns. */
    public KeyPath written(TableId table) {
        String current = this.scope != null && this.isolated.contains(table) ? this.scope.current() : null;
        KeyPath path = this.tables.computeIfAbsent(table, TableId::path);
        return current != null ? path.child(current) : path;
    }

    boolean isScoped() {
        return this.scope != null;
    }

    /** Returns the scope that the keys of the calling thread's reads have, or null if they may have none. */
    @Nullable String current() {
        return this.scope != null ? this.scope.current() : NO_SCOPE;
    }

    void isolate(Set<TableId> tables) {
        this.isolated.addAll(tables);
    }

}
