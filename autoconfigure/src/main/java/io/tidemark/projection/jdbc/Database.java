package io.tidemark.projection.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** What differs between databases. */
enum Database {

    H2,

    POSTGRESQL,

    OTHER;

    static Database of(Connection connection) throws SQLException {
        return switch (connection.getMetaData().getDatabaseProductName()) {
            case "H2" -> H2;
            case "PostgreSQL" -> POSTGRESQL;
            default -> OTHER;
        };
    }

    /** Whether a result is fetched piece by piece only inside a transaction. */
    boolean streamsInTransactionOnly() {
        return this != H2;
    }

    /** Whether a parameter sent without its type takes the type of the column that it is compared with. */
    boolean infersParameterTypes() {
        return this == POSTGRESQL;
    }

}
