package io.tidemark.projection.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;

import io.tidemark.projection.EventDecoder;
import io.tidemark.projection.Position;
import io.tidemark.projection.RecordedEvent;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a read: sequence, type (null if the event is irrelevant), payload, the id if there is one, and the stream
 * if there are several.
 *
 * @param <E> the events
 */
final class EventRows<E> {

    private final ResultSet rows;

    private final EventTable table;

    private final EventDecoder<E> decoder;

    private final PayloadColumn payload;

    private final @Nullable EventIdentity digest;

    private final boolean allTypes;

    private long sequence;

    private @Nullable String type;

    EventRows(ResultSet rows, EventTable table, EventDecoder<E> decoder, boolean allTypes) throws SQLException {
        this.rows = rows;
        this.table = table;
        this.decoder = decoder;
        this.payload = new PayloadColumn(rows, 3);
        this.digest = table.id() == null ? new EventIdentity() : null;
        this.allTypes = allTypes;
    }

    boolean next() throws SQLException {
        if (!this.rows.next()) {
            return false;
        }
        this.sequence = this.rows.getLong(1);
        this.type = this.rows.getString(2);
        return true;
    }

    long sequence() {
        return this.sequence;
    }

    boolean isRelevant() {
        return this.type != null || this.allTypes;
    }

    String streamId() throws SQLException {
        return this.rows.getString(this.digest == null ? 5 : 4);
    }

    boolean isAt(Position position) throws SQLException {
        return this.sequence == position.sequence() && this.type != null
                && identity(this.type, this.digest != null ? this.payload.read() : null).equals(position.identity());
    }

    RecordedEvent<E> event(String streamId) throws SQLException {
        if (this.type == null) {
            throw missing("type", this.table.type());
        }
        byte[] bytes = this.payload.read();
        return new RecordedEvent<>(streamId, this.sequence, identity(this.type, bytes), this.type,
                this.decoder.decode(this.type, bytes));
    }

    private String identity(String type, byte @Nullable [] bytes) throws SQLException {
        if (this.digest != null && bytes != null) {
            return this.digest.of(type, bytes);
        }
        String id = this.rows.getString(4);
        if (id == null) {
            throw missing("id", String.valueOf(this.table.id()));
        }
        return id;
    }

    private IllegalStateException missing(String what, String column) {
        return new IllegalStateException("The %s of event %d in table %s must not be null: check the column %s"
            .formatted(what, this.sequence, this.table.name(), column));
    }

}
