package io.tidemark.projection.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;

/** The column of a result that holds the payloads, as binary or as text. */
final class PayloadColumn {

    private static final byte[] NOTHING = {};

    private final ResultSet rows;

    private final int index;

    private final boolean binary;

    PayloadColumn(ResultSet rows, int index) throws SQLException {
        this.rows = rows;
        this.index = index;
        this.binary = switch (rows.getMetaData().getColumnType(index)) {
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> true;
            default -> false;
        };
    }

    byte[] read() throws SQLException {
        if (this.binary) {
            byte[] bytes = this.rows.getBytes(this.index);
            return bytes != null ? bytes : NOTHING;
        }
        String text = this.rows.getString(this.index);
        return text != null ? text.getBytes(StandardCharsets.UTF_8) : NOTHING;
    }

}
