package io.tidemark.livetable.repository.transaction;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The isolation of transactions that name none: that of the connections of their data source. Thread-safe. */
final class DefaultIsolation {

    private static final Logger logger = LoggerFactory.getLogger(DefaultIsolation.class);

    // One entry for each data source of the application.
    private final Map<DataSource, Integer> levels = new ConcurrentHashMap<>();

    /**
     * Whether all connections of the calling thread's transaction, where they are known, read what is committed and
     * nothing else. Asks each data source once.
     */
    boolean isReadCommitted() {
        for (Map.Entry<Object, Object> bound : TransactionSynchronizationManager.getResourceMap().entrySet()) {
            if (bound.getKey() instanceof DataSource dataSource && bound.getValue() instanceof ConnectionHolder holder
                    && level(dataSource, holder) != Connection.TRANSACTION_READ_COMMITTED) {
                return false;
            }
        }
        return true;
    }

    private int level(DataSource dataSource, ConnectionHolder holder) {
        Integer known = this.levels.get(dataSource);
        if (known != null) {
            return known;
        }
        try {
            int level = holder.getConnection().getTransactionIsolation();
            this.levels.put(dataSource, level);
            return level;
        }
        catch (SQLException ex) {
            logger.debug("The isolation of {} is not known: its transactions pass the cache by", dataSource, ex);
            return Connection.TRANSACTION_NONE;
        }
    }

}
