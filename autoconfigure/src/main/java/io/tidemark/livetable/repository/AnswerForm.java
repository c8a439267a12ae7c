package io.tidemark.livetable.repository;

import java.util.ArrayList;
import java.util.List;

import io.tidemark.livetable.Rows;

import org.jspecify.annotations.Nullable;

/** How the answers of one method are kept, and made again for each reader. */
record AnswerForm(AnswerShape shape, RowCopies copies) {

    /** Returns what may be kept of an answer, or null if some row may not. */
    @Nullable Rows takeApart(@Nullable Object answer) {
        Rows original = this.shape.takeApart(answer);
        if (original == null) {
            return null;
        }
        List<@Nullable Object> values = new ArrayList<>(original.values().size());
        for (Object value : original.values()) {
            Object copy = value != null ? this.copies.copyIn(value) : null;
            if (copy == null && value != null) {
                return null;
            }
            values.add(copy);
        }
        return new Rows(values, original.total(), original.hasNext());
    }

    /** Returns an answer that its reader may change. */
    @Nullable Object putTogether(Rows kept, Object[] arguments) {
        boolean shared = !this.shape.holdsList() && this.copies.areShared(kept.values());
        List<? extends @Nullable Object> values = shared ? kept.values() : this.copies.copyOut(kept.values());
        return this.shape.putTogether(kept, values, arguments);
    }

}
