package io.tidemark.projection.jdbc;

import javax.sql.DataSource;

import io.tidemark.testing.EnabledIfPostgres;

@EnabledIfPostgres
class PostgresJdbcEventStoreTests extends JdbcEventStoreContract {

    PostgresJdbcEventStoreTests(DataSource dataSource) {
        super(dataSource, "postgresql");
    }

}
