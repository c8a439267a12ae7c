package io.tidemark.livetable.repository;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;

/** Shares records and scalars, copies rows that say how, and nothing else. */
public final class TestCopies implements RowCopies {

    @Override
    public @Nullable Object copyIn(Object row) {
        if (row instanceof Record || BeanUtils.isSimpleValueType(row.getClass())) {
            return row;
        }
        return row instanceof Copyable copyable ? copyable.copy() : null;
    }

    @Override
    public Object copyOut(Object kept) {
        return kept instanceof Copyable copyable ? java.util.Objects.requireNonNull(copyable.copy()) : kept;
    }

    /** A row that can be changed. */
    public interface Copyable {

        /** Returns a copy, or null if part of the row is not loaded. */
        @Nullable Object copy();

    }

}
