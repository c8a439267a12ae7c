package io.tidemark.livetable;

import java.util.Locale;
import java.util.Objects;

import io.tidemark.key.KeyPath;

/**
 * A table of one data source: what a write changes and a read depends on.
 * <p>
 * Names are kept as the database compares them where nothing was quoted: without quotation marks and in lower case, so
 * that {@code "AIRPORT"} of one mapping and {@code airport} of another are the same table. Two tables whose names
 * differ only in case share their invalidations, which costs hits, never correctness.
 *
 * @param dataSource the name of the data source
 * @param table the name of the table, with its schema before a dot where the mapping names one
 */
public record TableId(String dataSource, String table) {

    /** Checks that both are there and makes the table's name canonical. */
    public TableId {
        Objects.requireNonNull(dataSource, "dataSource");
        Objects.requireNonNull(table, "table");
        table = table.replace("\"", "").replace("`", "").replace("[", "").replace("]", "").toLowerCase(Locale.ROOT);
        if (table.isEmpty()) {
            throw new IllegalArgumentException("table must not be empty: name the table");
        }
    }

    /** Returns the path of the table, above the paths of its scopes and of every entry. */
    public KeyPath path() {
        return KeyPath.of(this.dataSource).child(this.table);
    }

    @Override
    public String toString() {
        return this.dataSource + "/" + this.table;
    }

}
