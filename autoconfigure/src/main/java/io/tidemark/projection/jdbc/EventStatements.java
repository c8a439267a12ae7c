package io.tidemark.projection.jdbc;

import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;

import io.tidemark.projection.EventOrdering;

/**
 * The SQL over one table for so many event types, beside what binds its parameters. None of it depends on a call but
 * the look-ups of several streams.
 * <p>
 * Positions are rows of sequence, count and identity; events are rows of sequence, type, payload and id. Both order by
 * stream and sequence, though the stream is one and the same: only then does H2 read them from the index.
 */
final class EventStatements {

    private final EventTable table;

    private final boolean counts;

    private final int typeCount;

    private final String typeFilter;

    private final String head;

    private final String positionAt;

    private final String count;

    private final String readFromStart;

    private final String readFromPosition;

    EventStatements(EventTable table, int typeCount) {
        this.table = table;
        this.counts = table.ordering() == EventOrdering.GLOBAL_SEQUENCE;
        this.typeCount = typeCount;
        this.typeFilter = typeFilter("");
        String stream = " from %s where %s = ?".formatted(table.name(), table.streamId());
        String upTo = " and %s <= ?".formatted(table.sequence());
        this.head = "select " + position(stream) + stream + this.typeFilter
                + " order by %s desc, %s desc fetch first 1 row only".formatted(table.streamId(), table.sequence());
        this.positionAt = "select " + position(stream + upTo) + stream + " and %s = ?".formatted(table.sequence())
                + this.typeFilter;
        this.count = "select count(*)" + stream + upTo + this.typeFilter;
        String filter = this.counts ? this.typeFilter : "";
        this.readFromStart = "select " + event() + stream + filter + order();
        this.readFromPosition = "select " + event() + stream + " and %s >= ?".formatted(table.sequence()) + filter
                + order();
    }

    String head() {
        return this.head;
    }

    void bindHead(Parameters parameters, String streamId, Set<String> types) throws SQLException {
        if (this.counts) {
            parameters.text(streamId).texts(types);
        }
        parameters.text(streamId).texts(types);
    }

    String positionAt() {
        return this.positionAt;
    }

    void bindPositionAt(Parameters parameters, String streamId, Set<String> types, long sequence) throws SQLException {
        if (this.counts) {
            parameters.text(streamId).number(sequence).texts(types);
        }
        parameters.text(streamId).number(sequence).texts(types);
    }

    String count() {
        return this.count;
    }

    void bindCount(Parameters parameters, String streamId, Set<String> types, long sequence) throws SQLException {
        parameters.text(streamId).number(sequence).texts(types);
    }

    String readFromStart() {
        return this.readFromStart;
    }

    void bindReadFromStart(Parameters parameters, String streamId, Set<String> types) throws SQLException {
        bindEvent(parameters, types);
        parameters.text(streamId);
        bindFilter(parameters, types);
    }

    String readFromPosition() {
        return this.readFromPosition;
    }

    void bindReadFromPosition(Parameters parameters, String streamId, Set<String> types, long sequence)
            throws SQLException {
        bindEvent(parameters, types);
        parameters.text(streamId).number(sequence);
        bindFilter(parameters, types);
    }

    /** Positions, each with the index of its stream before it, for ids that are cast to {@code idType}. */
    String heads(int streams, String idType) {
        StringBuilder ids = new StringBuilder();
        for (int i = 0; i < streams; i++) {
            ids.append(i == 0 ? "(" : ", (").append(i).append(", cast(? as ").append(idType).append("))");
        }
        String relevant = " from " + this.table.name() + " m where m." + this.table.streamId() + " = i.id"
                + typeFilter("m.");
        String highest = "(select m." + this.table.sequence() + relevant + " order by m." + this.table.streamId()
                + " desc, m." + this.table.sequence() + " desc fetch first 1 row only)";
        String number = this.counts ? "(select count(*)" + relevant + ")" : "0";
        return "select i.n, e." + this.table.sequence() + ", " + number + ", " + identity("e.") + " from (values " + ids
                + ") i(n, id) join " + this.table.name() + " e on e." + this.table.streamId() + " = i.id and e."
                + this.table.sequence() + " = " + highest;
    }

    void bindHeads(Parameters parameters, Collection<String> streamIds, Set<String> types) throws SQLException {
        if (this.counts) {
            parameters.texts(types);
        }
        parameters.texts(streamIds).texts(types);
    }

    /** Events of several streams, each with the id of its stream at the end. */
    String readAll(int streams) {
        return "select %s, %s from %s where %s in (%s)%s%s".formatted(event(), this.table.streamId(),
                this.table.name(), this.table.streamId(), marks(streams), this.counts ? this.typeFilter : "", order());
    }

    void bindReadAll(Parameters parameters, Collection<String> streamIds, Set<String> types) throws SQLException {
        bindEvent(parameters, types);
        parameters.texts(streamIds);
        bindFilter(parameters, types);
    }

    private String position(String counted) {
        String number = this.counts ? "(select count(*)%s%s)".formatted(counted, this.typeFilter) : "0";
        return "%s, %s, %s".formatted(this.table.sequence(), number, identity(""));
    }

    private String identity(String alias) {
        return this.table.id() != null ? alias + this.table.id()
                : alias + this.table.type() + ", " + alias + this.table.payload();
    }

    // Where versions are contiguous over all types, all rows are read, but nothing is fetched of the irrelevant ones.
    private String event() {
        String id = this.table.id() != null ? ", " + this.table.id() : "";
        if (this.counts || this.typeCount == 0) {
            return "%s, %s, %s%s".formatted(this.table.sequence(), this.table.type(), this.table.payload(), id);
        }
        String relevant = "case when " + this.table.type() + " in (" + marks(this.typeCount) + ") then ";
        return this.table.sequence() + ", " + relevant + this.table.type() + " end, " + relevant + this.table.payload()
                + " end" + id;
    }

    private void bindEvent(Parameters parameters, Set<String> types) throws SQLException {
        if (!this.counts) {
            parameters.texts(types).texts(types);
        }
    }

    private void bindFilter(Parameters parameters, Set<String> types) throws SQLException {
        if (this.counts) {
            parameters.texts(types);
        }
    }

    private String order() {
        return " order by %s, %s".formatted(this.table.streamId(), this.table.sequence());
    }

    private String typeFilter(String alias) {
        return this.typeCount == 0 ? "" : " and " + alias + this.table.type() + " in (" + marks(this.typeCount) + ")";
    }

    private static String marks(int number) {
        return String.join(", ", Collections.nCopies(number, "?"));
    }

}
