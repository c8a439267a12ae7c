package io.tidemark.projection.jdbc;

import javax.sql.DataSource;

import io.tidemark.testing.H2Database;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(H2Database.class)
class H2JdbcEventTransactionTests extends JdbcEventTransactionContract {

    H2JdbcEventTransactionTests(DataSource dataSource) {
        super(dataSource);
    }

}
