package io.tidemark.projection.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.UUID;

import org.springframework.dao.DuplicateKeyException;

/**
 * The SQL of an append, which runs inside a transaction.
 * <p>
 * The first event decides: who inserts its version has the stream until the transaction ends. A failure after that is
 * taken back to a savepoint if the transaction is the caller's.
 */
final class AppendStatements {

    /** Stands for no expectation. */
    static final long ANY_VERSION = -1;

    private final Connections connections;

    private final String lastVersion;

    private final String insert;

    AppendStatements(EventTable table, Connections connections) {
        this.connections = connections;
        this.lastVersion = "select %2$s from %1$s where %3$s = ? order by %3$s desc, %2$s desc fetch first 1 row only"
            .formatted(table.name(), table.sequence(), table.streamId());
        this.insert = "insert into %s (%s, %s, %s, %s, %s) values (?, ?, ?, ?, ?)".formatted(table.name(),
                table.streamId(), table.sequence(), table.id(), table.type(), table.payload());
    }

    /** Returns the version of the last row. */
    long append(Connection connection, boolean joined, String streamId, long expectedVersion, List<Row> rows)
            throws SQLException {
        long actual = lastVersion(connection, streamId);
        long expected = expectedVersion == ANY_VERSION ? actual : expectedVersion;
        if (actual != expected) {
            throw new VersionConflictException(streamId, expected, actual);
        }
        boolean inserted = joined && needsSavepoint(connection, rows)
                ? insertOrRollBack(connection, streamId, expected, rows) : insert(connection, streamId, expected, rows);
        if (!inserted) {
            throw new VersionConflictException(streamId, expected, lastVersion(connection, streamId));
        }
        return expected + rows.size();
    }

    private boolean needsSavepoint(Connection connection, List<Row> rows) throws SQLException {
        return rows.size() > 1 || this.connections.database(connection) == Database.OTHER;
    }

    private boolean insertOrRollBack(Connection connection, String streamId, long after, List<Row> rows)
            throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        try {
            boolean inserted = insert(connection, streamId, after, rows);
            if (!inserted) {
                connection.rollback(savepoint);
            }
            connection.releaseSavepoint(savepoint);
            return inserted;
        }
        catch (SQLException | RuntimeException ex) {
            try {
                connection.rollback(savepoint);
            }
            catch (SQLException suppressed) {
                ex.addSuppressed(suppressed);
            }
            throw ex;
        }
    }

    private long lastVersion(Connection connection, String streamId) throws SQLException {
        try (PreparedStatement statement = this.connections.prepare(connection, this.lastVersion)) {
            statement.setString(1, streamId);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }

    /** Returns whether all rows were inserted; if not, one of the versions was there, and some rows may be. */
    private boolean insert(Connection connection, String streamId, long after, List<Row> rows) throws SQLException {
        boolean skips = this.connections.database(connection) == Database.POSTGRESQL;
        String first = skips ? this.insert + " on conflict do nothing" : this.insert;
        try {
            try (PreparedStatement statement = this.connections.prepare(connection, first)) {
                bind(statement, streamId, after + 1, rows.get(0));
                if (statement.executeUpdate() == 0) {
                    return false;
                }
            }
            if (rows.size() > 1) {
                insertRest(connection, streamId, after, rows);
            }
            return true;
        }
        catch (SQLException ex) {
            if (isDuplicate(ex)) {
                return false;
            }
            throw ex;
        }
    }

    private void insertRest(Connection connection, String streamId, long after, List<Row> rows) throws SQLException {
        try (PreparedStatement statement = this.connections.prepare(connection, this.insert)) {
            for (int i = 1; i < rows.size(); i++) {
                bind(statement, streamId, after + 1 + i, rows.get(i));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void bind(PreparedStatement statement, String streamId, long version, Row row) throws SQLException {
        statement.setString(1, streamId);
        statement.setLong(2, version);
        statement.setObject(3, UUID.randomUUID());
        statement.setString(4, row.type());
        statement.setBytes(5, row.payload());
    }

    private boolean isDuplicate(SQLException failure) {
        return this.connections.translate("append", failure) instanceof DuplicateKeyException;
    }

    /** An event as it is stored. */
    record Row(String type, byte[] payload) {
    }

}
