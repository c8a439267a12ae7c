package io.tidemark.projection.jdbc;

import javax.sql.DataSource;

import io.tidemark.projection.EventLog;
import io.tidemark.projection.EventOrdering;
import io.tidemark.projection.EventSourceContract;
import io.tidemark.testing.H2Database;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(H2Database.class)
class H2EventSourceContractTests extends EventSourceContract {

    private final DataSource dataSource;

    H2EventSourceContractTests(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    protected EventLog log(EventOrdering ordering) {
        return new JdbcEventLog(this.dataSource, ordering, "id");
    }

}
