package io.tidemark.projection.jdbc;

import javax.sql.DataSource;

import io.tidemark.testing.EnabledIfPostgres;

@EnabledIfPostgres
class PostgresProjectedHistoryTests extends ProjectedHistoryTestBase {

    PostgresProjectedHistoryTests(DataSource dataSource) {
        super(dataSource);
    }

}
