package io.tidemark.livetable;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One read of several single rows, which are kept under the keys of the reads of each.
 *
 * @param <P> what a single row is returned as
 * @param <T> what the repository returns
 */
public interface BatchRead<P extends @Nullable Object, T extends @Nullable Object> {

    /** Returns the read of all rows. */
    TableRead<T> whole();

    /** Returns the reads of the single rows, with the same table and dependencies as that of all. */
    List<? extends TableRead<P>> parts();

    /**
     * Returns the read of the rows that were not cached.
     * @param missing the places of their reads among the parts, ascending
     */
    TableRead<T> rest(List<Integer> missing);

    /**
     * Returns the answer that {@link #whole()} would give.
     * @param cached what was cached, at the places of the parts; null where it was not
     * @param rest the answer to the read of the rest, or null if all were cached
     */
    T join(List<@Nullable P> cached, @Nullable T rest);

}
