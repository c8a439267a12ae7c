package io.tidemark.projection.jdbc;

import java.sql.Connection;

import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A data source of one connection that stays open, so that a test sees what was done to it. */
final class SharedConnection extends SingleConnectionDataSource {

    SharedConnection(Connection connection) {
        super(connection, true);
    }

}
