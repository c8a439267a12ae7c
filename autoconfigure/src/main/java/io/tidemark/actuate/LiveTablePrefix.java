package io.tidemark.actuate;

import java.util.List;

import io.tidemark.key.KeyPath;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.repository.RepositoryHook;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * What a user spells to void answers of one table.
 * <ul>
 * <li>{@code *}: all of them, and whatever else depends on the table</li>
 * <li>{@code findBy}: those of the methods whose names start so, or have a digest after a tilde that does</li>
 * <li>{@code tenant/}: all of one scope; the scope is what stands before the last slash, all of it</li>
 * <li>{@code tenant/findBy}: those of such methods in one scope</li>
 * </ul>
 */
final class LiveTablePrefix {

    private static final String ALL = "*";

    private final TableId table;

    private final LiveTables tables;

    private final @Nullable RepositoryHook repositories;

    LiveTablePrefix(TableId table, LiveTables tables, @Nullable RepositoryHook repositories) {
        this.table = table;
        this.tables = tables;
        this.repositories = repositories;
    }

    /** Voids what {@code prefix} spells and returns how many answers were removed. */
    long invalidate(String prefix) {
        if (prefix.equals(ALL)) {
            return this.tables.invalidate(this.table.path().asPrefix());
        }
        int slash = prefix.lastIndexOf('/');
        if (slash < 0 && this.repositories != null && this.repositories.isScoped()) {
            String reason = "prefix must name a scope, as in 'scope/findBy', or be '*', was '%s'".formatted(prefix);
            throw new InvalidEndpointRequestException(reason, reason);
        }
        KeyPath scope = this.table.path().child(slash < 0 ? "" : prefix.substring(0, slash));
        String method = prefix.substring(slash + 1);
        return method.isEmpty() ? this.tables.invalidate(scope.asPrefix()) : invalidate(scope, method);
    }

    // Method by method if they are known: that leaves alone what others in the scope have loaded.
    private long invalidate(KeyPath scope, String start) {
        List<String> known = this.repositories == null ? List.of()
                : this.repositories.cachedMethods(this.table)
                    .stream()
                    .filter((method) -> method.startsWith(start))
                    .toList();
        return known.isEmpty() ? this.tables.invalidate(scope.childrenStartingWith(start))
                : known.stream().mapToLong((method) -> this.tables.invalidate(scope.child(method).asPrefix())).sum();
    }

}
