package io.tidemark.livetable.model;

import io.tidemark.livetable.TableId;

/** The two tables, both with the columns of {@link Row}. A flight is at the gate that has its id, if there is one. */
enum ModelTable {

    GATE, FLIGHT;

    /** Returns the table as live tables name it. */
    TableId id() {
        return new TableId(ModelDatabase.DATA_SOURCE, name());
    }

}
