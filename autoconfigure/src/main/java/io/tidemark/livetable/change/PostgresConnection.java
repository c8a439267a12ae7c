package io.tidemark.livetable.change;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * A connection that listens. Its heartbeat is a notification that it sends to itself: what comes back proves that the
 * server is there and that notifications come through. Used by one thread; only {@link #abort} may be called by others.
 */
final class PostgresConnection implements AutoCloseable {

    private final Connection connection;

    private final PGConnection notifications;

    private final Duration timeout;

    private final String heartbeatChannel = "tidemark_heartbeat_" + UUID.randomUUID();

    private long heartbeats;

    private boolean heartbeatSeen;

    private PostgresConnection(Connection connection, Duration timeout) throws SQLException {
        this.connection = connection;
        this.timeout = timeout;
        connection.setNetworkTimeout(Runnable::run, Math.toIntExact(timeout.toMillis()));
        // In a transaction nothing would be heard before its end.
        connection.setAutoCommit(true);
        this.notifications = connection.unwrap(PGConnection.class);
    }

    static PostgresConnection of(Connection connection, Duration timeout) throws SQLException {
        try {
            return new PostgresConnection(connection, timeout);
        }
        catch (SQLException | RuntimeException ex) {
            abort(connection);
            throw ex;
        }
    }

    /** Begins to listen. Every notification that is committed after this returned is heard. */
    void listen(List<String> channels) throws SQLException {
        try (Statement statement = this.connection.createStatement()) {
            statement.execute("LISTEN " + quoted(this.heartbeatChannel));
            for (String channel : channels) {
                statement.execute("LISTEN " + quoted(channel));
            }
        }
    }

    /** Returns the schemas in which names without a schema are looked up. */
    Set<String> searchPath() throws SQLException {
        Set<String> schemas = new HashSet<>();
        try (Statement statement = this.connection.createStatement();
                ResultSet rows = statement.executeQuery("select unnest(current_schemas(false))")) {
            while (rows.next()) {
                schemas.add(rows.getString(1));
            }
        }
        return schemas;
    }

    /** Waits for notifications for up to {@code wait}, at least a millisecond, and hands over what came. */
    void receive(Duration wait, Consumer<String> payloads) throws SQLException {
        PGNotification[] received = this.notifications.getNotifications(Math.toIntExact(Math.max(1, wait.toMillis())));
        hand(received, payloads);
    }

    /**
     * Sends a heartbeat and waits until it is back, handing over what comes meanwhile.
     * @return how long it took, in nanoseconds
     * @throws SQLException if it did not come back in time
     */
    long beat(Consumer<String> payloads) throws SQLException {
        long started = System.nanoTime();
        this.heartbeatSeen = false;
        try (PreparedStatement statement = this.connection.prepareStatement("select pg_notify(?, ?)")) {
            statement.setString(1, this.heartbeatChannel);
            statement.setString(2, Long.toString(++this.heartbeats));
            statement.execute();
        }
        hand(this.notifications.getNotifications(), payloads);
        while (!this.heartbeatSeen) {
            long leftNanos = this.timeout.toNanos() - (System.nanoTime() - started);
            if (leftNanos <= 0) {
                throw new SQLException("Heartbeat did not come back within " + this.timeout
                        + ": the connection must not go through a pool of transactions");
            }
            receive(Duration.ofNanos(leftNanos), payloads);
        }
        return System.nanoTime() - started;
    }

    /** Ends the connection at once, whatever is going on with it. May be called by any thread, and twice. */
    void abort() {
        abort(this.connection);
    }

    @Override
    public void close() throws SQLException {
        abort();
        // Of a pool, this is what tells that the connection is not in use any more.
        this.connection.close();
    }

    private void hand(PGNotification @Nullable [] received, Consumer<String> payloads) {
        if (received == null) {
            return;
        }
        for (PGNotification each : received) {
            if (!each.getName().equals(this.heartbeatChannel)) {
                payloads.accept(each.getParameter());
            }
            else if (each.getParameter().equals(Long.toString(this.heartbeats))) {
                this.heartbeatSeen = true;
            }
        }
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        }
        catch (SQLException ex) {
            // Then it was broken before, which is what was wanted.
            return;
        }
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

}
