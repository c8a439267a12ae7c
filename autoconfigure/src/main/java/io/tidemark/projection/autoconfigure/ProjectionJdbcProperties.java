package io.tidemark.projection.autoconfigure;

import io.tidemark.autoconfigure.PropertyRules;
import io.tidemark.projection.EventOrdering;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of events in a database.
 *
 * @param enabled Whether events are read from the database of the application.
 * @param table Table or view with the events. The table of the event store of Tidemark if this is not set.
 * @param columns settings of the columns
 * @param ordering What the sequence of the table guarantees. Counts only if the table is set.
 * @param firstVersion Lowest version of a stream. Counts only if the sequence is a version of the stream.
 * @param fetchSize How many events are fetched from the database at once.
 * @param codec How the payload of an event is read, where no bean decodes events of the projection.
 * @param initializeSchema When the table of the event store is created at start-up. Never if another table is set.
 */
public record ProjectionJdbcProperties(@DefaultValue("true") boolean enabled, @Nullable String table,
        @DefaultValue Columns columns, @DefaultValue("global-sequence") EventOrdering ordering,
        @DefaultValue("1") long firstVersion, @DefaultValue("1000") int fetchSize, @DefaultValue("json") Codec codec,
        @DefaultValue("embedded") Initialization initializeSchema) {

    static final String PREFIX = ProjectionProperties.PREFIX + ".jdbc";

    public ProjectionJdbcProperties {
        PropertyRules.requireAtLeast(PREFIX + ".first-version", firstVersion, 0);
        PropertyRules.requireAtLeast(PREFIX + ".fetch-size", fetchSize, 1);
    }

    /**
     * Settings of the columns of a table that is not the event store's.
     *
     * @param streamId Column with the id of the stream.
     * @param sequence Column with the number of the event.
     * @param type Column with the name of the type of the event.
     * @param payload Column with the event.
     * @param id Column with an id that no other event ever had. Events are told apart by their content if this is not
     * set.
     */
    public record Columns(@DefaultValue("stream_id") String streamId, @DefaultValue("sequence") String sequence,
            @DefaultValue("type") String type, @DefaultValue("payload") String payload, @Nullable String id) {
    }

    /** How payloads are read. */
    public enum Codec {

        /** As JSON. */
        JSON,

        /** As text. */
        STRING,

        /** As they are. */
        BYTES

    }

    /** When the table of the event store is created. */
    public enum Initialization {

        /** At every start-up, if it is missing. */
        ALWAYS,

        /** If the database is an embedded one. */
        EMBEDDED,

        /** Never. */
        NEVER

    }

}
