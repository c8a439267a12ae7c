package io.tidemark.projection.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import io.tidemark.projection.EventDecoder;
import io.tidemark.projection.EventOrdering;
import io.tidemark.projection.EventSink;
import io.tidemark.projection.EventSource;
import io.tidemark.projection.Position;
import io.tidemark.projection.StreamSink;
import io.tidemark.projection.TransactionScope;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Reads event streams from a table of a relational database, in standard SQL; H2 and PostgreSQL are tested. Inside a
 * transaction it reads through its connection.
 * <p>
 * Thread-safe. Faults of the database are {@link DataAccessException}s; numbers that can't be right, such as two events
 * of one number in a stream, are {@link IllegalStateException}s.
 *
 * @param <E> the events
 */
public final class JdbcEventSource<E> implements EventSource<E> {

    private static final int HEADS_AT_ONCE = 1_000;

    private static final int STREAMS_AT_ONCE = 100;

    private static final int KEPT_TYPE_COUNTS = 64;

    private final EventTable table;

    private final EventDecoder<E> decoder;

    private final Connections connections;

    private final Map<Integer, EventStatements> statements = new ConcurrentHashMap<>();

    private volatile @Nullable String idType;

    /** Creates a source of the events in {@code table}. Opens no connection yet. */
    public JdbcEventSource(DataSource dataSource, EventTable table, EventDecoder<E> decoder) {
        this.table = table;
        this.decoder = decoder;
        this.connections = new Connections(dataSource);
    }

    /** Returns the table that the events are read from. */
    public EventTable table() {
        return this.table;
    }

    @Override
    public EventOrdering ordering() {
        return this.table.ordering();
    }

    @Override
    public Position head(String streamId, Set<String> types) {
        EventStatements sql = statements(types);
        return this.connections.query("read the head of a stream", (connection) -> {
            try (PreparedStatement statement = this.connections.prepare(connection, sql.head())) {
                sql.bindHead(parameters(connection, statement), streamId, types);
                return position(statement);
            }
        });
    }

    @Override
    public Map<String, Position> heads(Collection<String> streamIds, Set<String> types) {
        Map<String, Position> heads = new LinkedHashMap<>();
        streamIds.forEach((streamId) -> heads.put(streamId, Position.START));
        for (List<String> chunk : chunks(heads.keySet(), HEADS_AT_ONCE)) {
            this.connections.query("read the heads of streams", (connection) -> {
                addHeads(connection, chunk, types, heads);
                return null;
            });
        }
        return heads;
    }

    @Override
    public Position positionAt(String streamId, Set<String> types, long sequence) {
        EventStatements sql = statements(types);
        return this.connections.query("read a position of a stream", (connection) -> {
            try (PreparedStatement statement = this.connections.prepare(connection, sql.positionAt())) {
                sql.bindPositionAt(parameters(connection, statement), streamId, types, sequence);
                return position(statement);
            }
        });
    }

    @Override
    public boolean read(String streamId, Set<String> types, Position after, EventSink<E> sink) {
        EventStatements sql = statements(types);
        return this.connections.stream("read a stream", (connection) -> {
            if (after.isStart()) {
                try (PreparedStatement statement = prepareToStream(connection, sql.readFromStart())) {
                    sql.bindReadFromStart(parameters(connection, statement), streamId, types);
                    return readStream(statement, streamId, types, after, sink);
                }
            }
            // First the count: an event that is visible by now is either counted or among those read next.
            if (ordering() == EventOrdering.GLOBAL_SEQUENCE
                    && count(connection, sql, streamId, types, after.sequence()) != after.count()) {
                return false;
            }
            try (PreparedStatement statement = prepareToStream(connection, sql.readFromPosition())) {
                sql.bindReadFromPosition(parameters(connection, statement), streamId, types, after.sequence());
                return readStream(statement, streamId, types, after, sink);
            }
        });
    }

    @Override
    public void readAll(Collection<String> streamIds, Set<String> types, StreamSink<E> sink) {
        EventStatements sql = statements(types);
        for (List<String> chunk : chunks(new LinkedHashSet<>(streamIds), STREAMS_AT_ONCE)) {
            this.connections.stream("read streams", (connection) -> {
                try (PreparedStatement statement = prepareToStream(connection, sql.readAll(chunk.size()))) {
                    sql.bindReadAll(parameters(connection, statement), chunk, types);
                    readStreams(statement, new HashSet<>(chunk), types, sink);
                }
                return null;
            });
        }
    }

    @Override
    public TransactionScope transaction() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            // A scope without a transaction keeps its connection all the same, so its readers must not wait for others.
            return TransactionSynchronizationManager.isSynchronizationActive() ? TransactionScope.READ_ONLY
                    : TransactionScope.NONE;
        }
        return TransactionSynchronizationManager.isCurrentTransactionReadOnly() ? TransactionScope.READ_ONLY
                : TransactionScope.READ_WRITE;
    }

    @Override
    public boolean isPersonal(Throwable failure) {
        return PersonalFailures.isPersonal(failure);
    }

    private EventStatements statements(Set<String> types) {
        int count = types.size();
        return count > KEPT_TYPE_COUNTS ? new EventStatements(this.table, count)
                : this.statements.computeIfAbsent(count, (key) -> new EventStatements(this.table, key));
    }

    private Parameters parameters(Connection connection, PreparedStatement statement) throws SQLException {
        return new Parameters(statement, this.connections.database(connection));
    }

    private PreparedStatement prepareToStream(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = this.connections.prepare(connection, sql);
        statement.setFetchSize(this.table.fetchSize());
        return statement;
    }

    private Position position(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? new PositionRows(rows, this.table, 1).position() : Position.START;
        }
    }

    private void addHeads(Connection connection, List<String> streamIds, Set<String> types,
            Map<String, Position> heads) throws SQLException {
        EventStatements sql = statements(types);
        String text = sql.heads(streamIds.size(), idType(connection));
        try (PreparedStatement statement = this.connections.prepare(connection, text)) {
            sql.bindHeads(parameters(connection, statement), streamIds, types);
            try (ResultSet rows = statement.executeQuery()) {
                PositionRows positions = new PositionRows(rows, this.table, 2);
                while (rows.next()) {
                    heads.put(streamIds.get(rows.getInt(1)), positions.position());
                }
            }
        }
    }

    private long count(Connection connection, EventStatements sql, String streamId, Set<String> types, long upTo)
            throws SQLException {
        try (PreparedStatement statement = this.connections.prepare(connection, sql.count())) {
            sql.bindCount(parameters(connection, statement), streamId, types, upTo);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private boolean readStream(PreparedStatement statement, String streamId, Set<String> types, Position after,
            EventSink<E> sink) throws SQLException {
        try (ResultSet results = statement.executeQuery()) {
            EventRows<E> rows = new EventRows<>(results, this.table, this.decoder, types.isEmpty());
            if (!after.isStart() && !(rows.next() && rows.isAt(after))) {
                return false;
            }
            StreamReading<E> reading = new StreamReading<>(this.table, streamId, after, (id) -> sink);
            while (rows.next()) {
                reading.accept(rows);
            }
            return true;
        }
    }

    private void readStreams(PreparedStatement statement, Set<String> streamIds, Set<String> types,
            StreamSink<E> sinks) throws SQLException {
        try (ResultSet results = statement.executeQuery()) {
            EventRows<E> rows = new EventRows<>(results, this.table, this.decoder, types.isEmpty());
            StreamReading<E> reading = null;
            while (rows.next()) {
                String streamId = rows.streamId();
                if (reading == null || !reading.streamId().equals(streamId)) {
                    // Each id is met once, so a stream that comes again or was not asked for is equal only to the
                    // database, by its collation or padding.
                    if (!streamIds.remove(streamId)) {
                        throw new IllegalStateException(("Table %s must compare stream ids as they are, but returned "
                                + "'%s', which was not asked for").formatted(this.table.name(), streamId));
                    }
                    reading = new StreamReading<>(this.table, streamId, Position.START, sinks);
                }
                reading.accept(rows);
            }
        }
    }

    /** Returns the type that ids are cast to where nothing else tells it. */
    private String idType(Connection connection) throws SQLException {
        if (!this.connections.database(connection).infersParameterTypes()) {
            return "varchar";
        }
        String known = this.idType;
        if (known == null) {
            String sql = "select " + this.table.streamId() + " from " + this.table.name() + " where 1 = 0";
            try (PreparedStatement statement = this.connections.prepare(connection, sql);
                    ResultSet rows = statement.executeQuery()) {
                known = rows.getMetaData().getColumnTypeName(1);
                this.idType = known;
            }
        }
        return known;
    }

    private static List<List<String>> chunks(Collection<String> streamIds, int size) {
        List<String> all = new ArrayList<>(streamIds);
        List<List<String>> chunks = new ArrayList<>();
        for (int start = 0; start < all.size(); start += size) {
            chunks.add(all.subList(start, Math.min(all.size(), start + size)));
        }
        return chunks;
    }

}
