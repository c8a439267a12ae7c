package io.tidemark.projection.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;

import io.tidemark.projection.Position;

/** Rows of sequence, count and identity, from some column on. */
final class PositionRows {

    private final ResultSet rows;

    private final EventTable table;

    private final int first;

    PositionRows(ResultSet rows, EventTable table, int first) {
        this.rows = rows;
        this.table = table;
        this.first = first;
    }

    Position position() throws SQLException {
        long sequence = this.rows.getLong(this.first);
        if (sequence < 0) {
            throw new IllegalStateException("The numbers of events in table %s must not be negative, was %d"
                .formatted(this.table.name(), sequence));
        }
        return new Position(sequence, identity(sequence), this.rows.getLong(this.first + 1));
    }

    private String identity(long sequence) throws SQLException {
        String identity = this.rows.getString(this.first + 2);
        if (identity == null) {
            throw new IllegalStateException("The %s of event %d in table %s must not be null: check the column %s"
                .formatted(this.table.id() != null ? "id" : "type", sequence, this.table.name(),
                        this.table.id() != null ? this.table.id() : this.table.type()));
        }
        return this.table.id() != null ? identity
                : new EventIdentity().of(identity, new PayloadColumn(this.rows, this.first + 3).read());
    }

}
