package io.tidemark.livetable;

import java.util.Objects;

/** What became known of a table, from a write through it or from a change source. */
public sealed interface TableChange {

    /** Returns the table that changed. */
    TableId table();

    /** A row was inserted. */
    record Inserted(TableId table, Object id) implements TableChange {

        /** Checks that both are there. */
        public Inserted {
            Objects.requireNonNull(table, "table");
            Objects.requireNonNull(id, "id");
        }

    }

    /** A row was changed. */
    record Updated(TableId table, Object id) implements TableChange {

        /** Checks that both are there. */
        public Updated {
            Objects.requireNonNull(table, "table");
            Objects.requireNonNull(id, "id");
        }

    }

    /** A row was removed. */
    record Deleted(TableId table, Object id) implements TableChange {

        /** Checks that both are there. */
        public Deleted {
            Objects.requireNonNull(table, "table");
            Objects.requireNonNull(id, "id");
        }

    }

    /** Rows changed, and nobody knows which. */
    record Changed(TableId table) implements TableChange {

        /** Checks that the table is there. */
        public Changed {
            Objects.requireNonNull(table, "table");
        }

    }

    /** Changes may have been missed: whatever was known of the table is to be read again. */
    record Reset(TableId table) implements TableChange {

        /** Checks that the table is there. */
        public Reset {
            Objects.requireNonNull(table, "table");
        }

    }

}
