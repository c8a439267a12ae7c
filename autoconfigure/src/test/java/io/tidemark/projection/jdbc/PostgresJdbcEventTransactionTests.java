package io.tidemark.projection.jdbc;

import javax.sql.DataSource;

import io.tidemark.testing.EnabledIfPostgres;

@EnabledIfPostgres
class PostgresJdbcEventTransactionTests extends JdbcEventTransactionContract {

    PostgresJdbcEventTransactionTests(DataSource dataSource) {
        super(dataSource);
    }

}
