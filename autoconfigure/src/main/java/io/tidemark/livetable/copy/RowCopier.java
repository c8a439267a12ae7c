package io.tidemark.livetable.copy;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Makes copies of rows that have nothing changeable in common with them. Thread-safe.
 * <p>
 * A bean of this type is asked wherever a row, or a part of one, is of exactly its {@link #type()}.
 *
 * @param <T> the rows
 */
public interface RowCopier<T> {

    /** Returns the type of the rows. */
    Class<T> type();

    /** Whether no row can be changed by anybody, so that copies are the rows themselves. */
    default boolean isShared() {
        return false;
    }

    /**
     * Returns a copy of {@code row}, or {@code row} itself if nothing of it can be changed.
     * @throws UnloadedAttributeException if part of the row is not loaded and that is not allowed
     * @throws NotCopyableException if the row, or part of it, is of another class than its type promises and can't be
     * copied
     */
    T copy(T row);

    /**
     * Returns a new list of copies of {@code rows}, null for null. Where two rows have a part in common, their copies
     * may have the copy of it in common.
     * @throws UnloadedAttributeException as for {@link #copy}
     * @throws NotCopyableException as for {@link #copy}
     */
    default List<@Nullable T> copyAll(List<? extends @Nullable T> rows) {
        List<@Nullable T> copies = new ArrayList<>(rows.size());
        for (T row : rows) {
            copies.add(row == null ? null : copy(row));
        }
        return copies;
    }

}
