package io.tidemark.actuate;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.tidemark.livetable.ChangeSource;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.repository.RepositoryHook;

import org.jspecify.annotations.Nullable;

/**
 * The live tables as the endpoint shows them: those of repositories, and all that were written or told of. Each is called
 * by the table's name, with its data source and a colon before it if there is another table of that name.
 */
public final class ManagedLiveTables implements ManagedCapability {

    private final LiveTables tables;

    private final @Nullable RepositoryHook repositories;

    private final List<ChangeSource> sources;

    /**
     * Creates the view of {@code tables}.
     * @param repositories the repositories before which they stand, or null if there are none
     * @param sources the change sources
     */
    public ManagedLiveTables(LiveTables tables, @Nullable RepositoryHook repositories, List<ChangeSource> sources) {
        this.tables = tables;
        this.repositories = repositories;
        this.sources = List.copyOf(sources);
    }

    @Override
    public String name() {
        return "livetable";
    }

    @Override
    public Collection<ManagedLiveTable> caches() {
        Set<TableId> all = new TreeSet<>((a, b) -> a.path().compareTo(b.path()));
        all.addAll(this.tables.tables());
        if (this.repositories != null) {
            all.addAll(this.repositories.tables());
        }
        return all.stream()
            .map((table) -> new ManagedLiveTable(LiveTableNames.name(table, all), table, this.tables, this.repositories,
                    this.sources))
            .toList();
    }

}
