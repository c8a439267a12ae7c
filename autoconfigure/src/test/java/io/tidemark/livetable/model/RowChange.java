package io.tidemark.livetable.model;

import org.jspecify.annotations.Nullable;

/**
 * What a write does to one row.
 *
 * @param table the table
 * @param id the id of the row
 * @param row what is there afterwards, or null if nothing is
 */
record RowChange(ModelTable table, long id, @Nullable Row row) {
}
