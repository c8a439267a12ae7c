package io.tidemark.livetable.repository;

import java.util.Set;

import io.tidemark.livetable.TableId;

/**
 * The rows that one method of a repository returns.
 *
 * @param domainType the type of the rows
 * @param model what is known of their tables
 * @param tables every table that the method looks at: what comes from others must not be kept
 * @param detached whether rows may be kept of which parts were not loaded
 */
public record LiveTableSource(Class<?> domainType, TableModel model, Set<TableId> tables, boolean detached) {
}
