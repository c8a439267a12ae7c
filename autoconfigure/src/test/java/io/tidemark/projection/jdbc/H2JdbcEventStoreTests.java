package io.tidemark.projection.jdbc;

import javax.sql.DataSource;

import io.tidemark.testing.H2Database;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(H2Database.class)
class H2JdbcEventStoreTests extends JdbcEventStoreContract {

    H2JdbcEventStoreTests(DataSource dataSource) {
        super(dataSource, "h2");
    }

}
