package io.tidemark.projection.jdbc;

import java.util.List;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.tidemark.projection.AppendListener;
import io.tidemark.projection.EventEncoder;
import io.tidemark.projection.EventOrdering;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Appends events to streams in one table. The versions of a stream start at 1 and have no holes.
 * <p>
 * An append joins the caller's transaction, or is one of its own: either way all of its events are there or none, also
 * where the caller goes on after an exception. A conflict does not end the caller's transaction; at the isolation
 * levels of repeatable read and above PostgreSQL reports a concurrent append as a failed serialisation instead, which
 * does. The table is made by the scripts {@code io/tidemark/projection/jdbc/schema-h2.sql} and
 * {@code schema-postgresql.sql}.
 * <p>
 * Thread-safe. Waits for an append to the same stream that is not committed yet. Faults of the database are
 * {@link DataAccessException}s.
 */
public final class JdbcEventStore {

    /** The name of the table, unless another one is given. */
    public static final String DEFAULT_TABLE = "tidemark_event";

    private static final Log logger = LogFactory.getLog(JdbcEventStore.class);

    /** Each conflict means that another append went through, so as many writers at once can all be served. */
    private static final int ATTEMPTS = 100;

    private final EventTable table;

    private final EventEncoder encoder;

    private final Supplier<? extends Iterable<? extends AppendListener>> listeners;

    private final Connections connections;

    private final AppendStatements statements;

    /** Creates a store in the table {@value #DEFAULT_TABLE} that nobody listens to. */
    public JdbcEventStore(DataSource dataSource, EventEncoder encoder) {
        this(dataSource, DEFAULT_TABLE, encoder, List::of);
    }

    /**
     * Creates a store in {@code tableName}, which must have the columns of the schema scripts. Opens no connection yet.
     * @param listeners gives those who are told after each commit; asked each time
     * @throws IllegalArgumentException if {@code tableName} is no {@linkplain EventTable name of a table}
     */
    public JdbcEventStore(DataSource dataSource, String tableName, EventEncoder encoder,
            Supplier<? extends Iterable<? extends AppendListener>> listeners) {
        this.table = new EventTable(tableName, "stream_id", "version", "type", "payload", "id",
                EventOrdering.STREAM_VERSION);
        this.encoder = encoder;
        this.listeners = listeners;
        this.connections = new Connections(dataSource);
        this.statements = new AppendStatements(this.table, this.connections);
    }

    /** Returns the table, for a {@link JdbcEventSource} over the same events. */
    public EventTable table() {
        return this.table;
    }

    /**
     * Appends an event at the end of a stream, whatever is there.
     * @param data the event: bytes are stored as they are, anything else is encoded
     * @return the version of the event
     */
    public long append(String streamId, String type, Object data) {
        return append(streamId, List.of(new NewEvent(type, data)));
    }

    /**
     * Appends events at the end of a stream, whatever is there. Conflicts with other writers are tried again.
     * @return the version of the last event
     * @throws VersionConflictException if other writers came first a hundred times in a row
     * @throws IllegalArgumentException if {@code events} is empty
     */
    public long append(String streamId, List<NewEvent> events) {
        List<AppendStatements.Row> rows = encode(events);
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                return commit(streamId, AppendStatements.ANY_VERSION, rows);
            }
            catch (VersionConflictException ex) {
                logger.trace("Appending again", ex);
            }
        }
        return commit(streamId, AppendStatements.ANY_VERSION, rows);
    }

    /**
     * Appends events to a stream that is at a known version.
     * @param expectedVersion the version of the last event that the writer knows, 0 for a stream without events
     * @return the version of the last event appended
     * @throws VersionConflictException if the stream is at another version
     * @throws IllegalArgumentException if {@code events} is empty or {@code expectedVersion} negative
     */
    public long append(String streamId, long expectedVersion, List<NewEvent> events) {
        if (expectedVersion < 0) {
            throw new IllegalArgumentException("expectedVersion must not be negative, was " + expectedVersion);
        }
        return commit(streamId, expectedVersion, encode(events));
    }

    private List<AppendStatements.Row> encode(List<NewEvent> events) {
        if (events.isEmpty()) {
            throw new IllegalArgumentException("events must not be empty");
        }
        return events.stream()
            .map((event) -> new AppendStatements.Row(event.type(), event.data() instanceof byte[] bytes ? bytes
                    : this.encoder.encode(event.type(), event.data())))
            .toList();
    }

    private long commit(String streamId, long expectedVersion, List<AppendStatements.Row> rows) {
        if (streamId.isEmpty()) {
            throw new IllegalArgumentException("streamId must not be empty");
        }
        long[] version = new long[1];
        boolean joined;
        try {
            joined = this.connections.transaction("append to a stream", (connection) -> {
                boolean callers = this.connections.isJoined(connection);
                version[0] = this.statements.append(connection, callers, streamId, expectedVersion, rows);
                return callers;
            });
        }
        catch (DataAccessException ex) {
            if (version[0] > 0) {
                // It was the commit that failed, perhaps after the database had done it.
                tellListeners(streamId);
            }
            throw ex;
        }
        if (joined && TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new Announcement(streamId));
        }
        else {
            tellListeners(streamId);
        }
        return version[0];
    }

    private void tellListeners(String streamId) {
        for (AppendListener listener : this.listeners.get()) {
            try {
                listener.appended(streamId);
            }
            catch (RuntimeException ex) {
                // The events are committed: an exception would tell the caller that they are not.
                logger.warn("%s failed after an append to stream '%s'".formatted(listener, streamId), ex);
            }
        }
    }

    /** Tells once, after the commit, or when nobody knows how the transaction ended. */
    private final class Announcement implements TransactionSynchronization {

        private final String streamId;

        private boolean told;

        Announcement(String streamId) {
            this.streamId = streamId;
        }

        @Override
        public void afterCommit() {
            this.told = true;
            tellListeners(this.streamId);
        }

        // Called even if another synchronization failed before afterCommit.
        @Override
        public void afterCompletion(int status) {
            if (!this.told && status != STATUS_ROLLED_BACK) {
                tellListeners(this.streamId);
            }
        }

    }

}
