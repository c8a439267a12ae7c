package io.tidemark.projection.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Runs work on the connection of the caller's transaction, or on one of its own. */
final class Connections {

    private static final Log logger = LogFactory.getLog(Connections.class);

    private final DataSource dataSource;

    private final SQLExceptionTranslator translator = new SQLExceptionSubclassTranslator();

    private volatile @Nullable Database database;

    Connections(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Runs {@code work}, whose single statement is its own transaction if there is no other. */
    <T extends @Nullable Object> T query(String task, Work<T> work) {
        Connection connection = DataSourceUtils.getConnection(this.dataSource);
        try {
            return work.run(connection);
        }
        catch (SQLException ex) {
            throw translate(task, ex);
        }
        finally {
            DataSourceUtils.releaseConnection(connection, this.dataSource);
        }
    }

    /** Runs {@code work} so that the results of its statements can be fetched piece by piece. */
    <T extends @Nullable Object> T stream(String task, Work<T> work) {
        return query(task, (connection) -> database(connection).streamsInTransactionOnly() ? transact(connection, work)
                : work.run(connection));
    }

    /** Runs {@code work} in the caller's transaction, or in one that is committed when this returns. */
    <T extends @Nullable Object> T transaction(String task, Work<T> work) {
        return query(task, (connection) -> transact(connection, work));
    }

    /** Whether the connection is the one of the caller's transaction, so that it is not ours to commit. */
    boolean isJoined(Connection connection) throws SQLException {
        return DataSourceUtils.isConnectionTransactional(connection, this.dataSource) && !connection.getAutoCommit();
    }

    Database database(Connection connection) throws SQLException {
        Database known = this.database;
        if (known == null) {
            known = Database.of(connection);
            this.database = known;
        }
        return known;
    }

    PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        if (TransactionSynchronizationManager.getResource(this.dataSource) instanceof ConnectionHolder holder
                && holder.hasTimeout()) {
            try {
                DataSourceUtils.applyTransactionTimeout(statement, this.dataSource);
            }
            catch (SQLException | RuntimeException ex) {
                statement.close();
                throw ex;
            }
        }
        return statement;
    }

    DataAccessException translate(String task, SQLException failure) {
        DataAccessException translated = this.translator.translate(task, null, failure);
        return translated != null ? translated : new UncategorizedSQLException(task, null, failure);
    }

    private <T extends @Nullable Object> T transact(Connection connection, Work<T> work) throws SQLException {
        if (isJoined(connection)) {
            return work.run(connection);
        }
        boolean autoCommit = connection.getAutoCommit();
        if (autoCommit) {
            connection.setAutoCommit(false);
        }
        try {
            T result = work.run(connection);
            connection.commit();
            return result;
        }
        catch (SQLException | RuntimeException | Error ex) {
            rollback(connection, ex);
            throw ex;
        }
        finally {
            if (autoCommit) {
                restoreAutoCommit(connection);
            }
        }
    }

    private static void rollback(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        }
        catch (SQLException ex) {
            cause.addSuppressed(ex);
        }
    }

    private static void restoreAutoCommit(Connection connection) {
        try {
            connection.setAutoCommit(true);
        }
        catch (SQLException ex) {
            // What was committed stays so; a pool finds out that the connection is broken.
            logger.debug("Could not switch auto-commit on again", ex);
        }
    }

    /** What is done with a connection. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {

        T run(Connection connection) throws SQLException;

    }

}
