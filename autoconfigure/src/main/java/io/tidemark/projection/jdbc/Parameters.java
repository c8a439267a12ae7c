package io.tidemark.projection.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;

/** Binds the parameters of a statement, one after the other. */
final class Parameters {

    private final PreparedStatement statement;

    private final boolean untyped;

    private int index;

    Parameters(PreparedStatement statement, Database database) {
        this.statement = statement;
        this.untyped = database.infersParameterTypes();
    }

    Parameters text(String value) throws SQLException {
        if (this.untyped) {
            this.statement.setObject(++this.index, value, Types.OTHER);
        }
        else {
            this.statement.setString(++this.index, value);
        }
        return this;
    }

    Parameters texts(Collection<String> values) throws SQLException {
        for (String value : values) {
            text(value);
        }
        return this;
    }

    Parameters number(long value) throws SQLException {
        this.statement.setLong(++this.index, value);
        return this;
    }

}
