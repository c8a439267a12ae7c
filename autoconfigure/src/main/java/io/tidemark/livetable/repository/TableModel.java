package io.tidemark.livetable.repository;

import java.util.Set;

import io.tidemark.livetable.BypassReason;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.copy.LoadState;

import org.jspecify.annotations.Nullable;

/**
 * What a mapping library knows of the tables behind the repositories of one data source. Thread-safe.
 */
public interface TableModel {

    /** Returns the name of the data source, the first part of its tables' identity. */
    String dataSource();

    /** Returns the table in which the rows of {@code domainType} have their identifiers. */
    TableId table(Class<?> domainType);

    /** Returns every table that loading a {@code domainType} looks at; empty if the type is not mapped. */
    Set<TableId> tablesReadBy(Class<?> domainType);

    /**
     * Returns what {@link #tablesReadBy} does of a type that a repository was declared to depend on, which may be known
     * by nothing but that.
     */
    Set<TableId> tablesDeclared(Class<?> type);

    /** Returns the tables that hold the attributes of a {@code domainType} itself. */
    Set<TableId> tablesOf(Class<?> domainType);

    /**
     * Returns every table that a query or a property path with these names in it can look at: those of entities and of
     * associations with such a name, and tables of such a name. Rather too many than too few.
     */
    Set<TableId> tablesNamed(Set<String> names);

    /** Whether the queries of methods are in the terms of the mapping, unless they are marked as native. */
    boolean queriesNameEntities();

    /** Whether a query that deletes, derived from the name of its method, removes row by row, each of which is seen. */
    boolean derivedDeletesAreSeen();

    /** Whether a query of the name {@code queryName} is declared apart from its method. */
    boolean hasNamedQuery(String queryName);

    /**
     * Returns why the reads of {@code domainType} have to be left alone, or null if they need not.
     * @param scoped whether the scope of a reader is known
     * @throws UnsupportedRepositoryException if going on would show rows to those who must not see them
     */
    @Nullable String obstacle(Class<?> domainType, Class<?> repository, boolean scoped);

    /**
     * Returns a query within the mapping of {@code domainType}, such as a formula, that looks at tables which are not
     * mapped, or null if there is none.
     */
    @Nullable String unknownQuery(Class<?> domainType);

    /** Returns why the calling thread has to pass the cache by, for reasons of the mapping, or null. */
    @Nullable BypassReason bypass();

    /** Returns what tells which parts of rows may be kept that were read from {@code tables}. */
    LoadState loadState(Set<TableId> tables);

    /** Runs {@code load} so that nothing older than its beginning is kept. */
    Loaded load(Load load) throws Throwable;

    /** A read of the source, which can be repeated. */
    interface Load {

        /** Reads. */
        @Nullable Object run() throws Throwable;

        /** Whether all rows of {@code answer} can be kept. */
        boolean canKeep(@Nullable Object answer);

    }

    /**
     * What was loaded.
     *
     * @param answer what the repository returned
     * @param reasonNotKept why it must not be kept, or null if it may
     */
    record Loaded(@Nullable Object answer, @Nullable BypassReason reasonNotKept) {
    }

}
