package io.tidemark.projection.jdbc;

import javax.sql.DataSource;

import io.tidemark.projection.EventLog;
import io.tidemark.projection.EventOrdering;
import io.tidemark.projection.EventSourceContract;
import io.tidemark.testing.EnabledIfPostgres;

@EnabledIfPostgres
class PostgresEventSourceContractTests extends EventSourceContract {

    private final DataSource dataSource;

    PostgresEventSourceContractTests(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    protected EventLog log(EventOrdering ordering) {
        return new JdbcEventLog(this.dataSource, ordering, "id");
    }

}
