package io.tidemark.projection.jdbc;

import java.util.Objects;
import java.util.regex.Pattern;

import io.tidemark.projection.EventOrdering;
import org.jspecify.annotations.Nullable;

/**
 * Where the events are: a table or view, and its columns. An index over stream id and sequence, in this order, makes
 * every look-up short.
 * <p>
 * The names go into SQL as they are. Each consists of letters, digits and underscores and starts with no digit, or
 * stands in double quotes; the name of the table may have a schema and a catalog before it, with dots between.
 *
 * @param name the table
 * @param streamId the column with the id of the stream
 * @param sequence the column with the number of the event: an integer, not negative
 * @param type the column with the name of the event's type
 * @param payload the column with the event, of a text, JSON or binary type; null reads as empty
 * @param id the column with an id that no other event ever had, or null if there is none: events are then told apart by
 * a digest of their types and payloads
 * @param ordering what the sequence guarantees
 * @param firstVersion the lowest version of a stream, not negative; counts only under
 * {@link EventOrdering#STREAM_VERSION}
 * @param fetchSize how many rows are fetched from the database at once, at least 1
 */
public record EventTable(String name, String streamId, String sequence, String type, String payload,
        @Nullable String id, EventOrdering ordering, long firstVersion, int fetchSize) {

    /** The lowest version of a stream, unless another one is named. */
    public static final long DEFAULT_FIRST_VERSION = 1;

    /** How many rows are fetched at once, unless another number is named. */
    public static final int DEFAULT_FETCH_SIZE = 1_000;

    private static final String IDENTIFIER = "(?:[\\p{L}_][\\p{L}\\p{Nd}_]*|\"(?:[^\"\\x00]|\"\")+\")";

    private static final Pattern COLUMN = Pattern.compile(IDENTIFIER);

    private static final Pattern TABLE = Pattern.compile(IDENTIFIER + "(?:\\." + IDENTIFIER + "){0,2}");

    public EventTable {
        check(TABLE, name, "name");
        check(COLUMN, streamId, "streamId");
        check(COLUMN, sequence, "sequence");
        check(COLUMN, type, "type");
        check(COLUMN, payload, "payload");
        if (id != null) {
            check(COLUMN, id, "id");
        }
        Objects.requireNonNull(ordering, "ordering");
        if (firstVersion < 0) {
            throw new IllegalArgumentException("firstVersion must not be negative, was " + firstVersion);
        }
        if (fetchSize < 1) {
            throw new IllegalArgumentException("fetchSize must be at least 1, was " + fetchSize);
        }
    }

    /** Creates a table whose versions start at {@value #DEFAULT_FIRST_VERSION}, with the default fetch size. */
    public EventTable(String name, String streamId, String sequence, String type, String payload, @Nullable String id,
            EventOrdering ordering) {
        this(name, streamId, sequence, type, payload, id, ordering, DEFAULT_FIRST_VERSION, DEFAULT_FETCH_SIZE);
    }

    private static void check(Pattern pattern, String value, String component) {
        Objects.requireNonNull(value, component);
        if (!pattern.matcher(value).matches()) {
            String what = pattern == TABLE ? "a table, perhaps with its schema" : "a column";
            throw new IllegalArgumentException(("%s must be the name of %s, in letters, digits and underscores, "
                    + "was '%s': put any other name in double quotes").formatted(component, what, value));
        }
    }

}
