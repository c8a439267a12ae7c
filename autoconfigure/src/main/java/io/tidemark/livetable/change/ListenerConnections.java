package io.tidemark.livetable.change;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;

import org.jspecify.annotations.Nullable;

/**
 * Opens the one connection on which a {@link PostgresChangeSource} listens, again after each loss. The connection is
 * kept for as long as it works and is never given back in use: it is aborted.
 */
@FunctionalInterface
public interface ListenerConnections {

    /**
     * Opens a connection. It should give up in seconds rather than minutes.
     * @throws SQLException if there is none to be had now
     */
    Connection open() throws SQLException;

    /**
     * Returns connections of their own, which no pool of the application has to spare.
     * @param url the JDBC URL
     * @param user the name of the user, or null if the URL tells
     * @param password the password, or null if there is none or the URL tells
     * @param timeout how long to wait for the server when a connection is opened
     */
    static ListenerConnections of(String url, @Nullable String user, @Nullable String password, Duration timeout) {
        Objects.requireNonNull(url, "url");
        Properties properties = new Properties();
        // Not loginTimeout: the driver would open the connection on a thread that is not ours.
        String seconds = Long.toString(Math.max(1, timeout.toSeconds()));
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("socketTimeout", seconds);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "tidemark");
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        return () -> DriverManager.getConnection(url, properties);
    }

}
