package io.tidemark.livetable;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The settings of all live tables.
 *
 * @param defaults those of every table that has none of its own
 * @param overrides those of single tables, by the table's name, with its data source and a slash before it if only the
 * table of that data source is meant; case doesn't matter
 */
public record LiveTableSettings(TableSettings defaults, Map<String, TableSettings> overrides) {

    /** Makes the names canonical. */
    public LiveTableSettings {
        Objects.requireNonNull(defaults, "defaults");
        Map<String, TableSettings> canonical = new LinkedHashMap<>();
        overrides.forEach((name, settings) -> canonical.put(name.toLowerCase(Locale.ROOT), settings));
        overrides = Map.copyOf(canonical);
    }

    /** Returns the settings of {@code table}. */
    public TableSettings of(TableId table) {
        TableSettings ofDataSource = this.overrides.get(table.toString().toLowerCase(Locale.ROOT));
        return ofDataSource != null ? ofDataSource : this.overrides.getOrDefault(table.table(), this.defaults);
    }

}
