package io.tidemark.livetable;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The answer to one read, apart from the type in which the repository returns it.
 * <p>
 * Of a page the total is that of all rows; of a count it is the count; of an answer that knows no total it is -1. The
 * rows are what the cache may keep: shared if immutable, else copies.
 *
 * @param values the rows in order; may hold null
 * @param total how many rows there are in all, or -1 if that is not known
 * @param hasNext whether more rows follow these
 */
public record Rows(List<? extends @Nullable Object> values, long total, boolean hasNext) {

    /** Checks the range of the total. */
    public Rows {
        Objects.requireNonNull(values, "values");
        if (total < -1) {
            throw new IllegalArgumentException("total must be -1 or more, was " + total);
        }
    }

}
