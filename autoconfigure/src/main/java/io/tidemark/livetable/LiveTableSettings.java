package io.tidemark.livetable;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

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
        String name = overrideOf(table);
        return name != null ? this.overrides.getOrDefault(name, this.defaults) : this.defaults;
    }

    /**
     * Returns the name in {@link #overrides} that means {@code table}, or null if there is none. If none is exactly its
     * name, one that differs only in what property keys may lack does: all but letters, digits, dashes and dots.
     */
    public @Nullable String overrideOf(TableId table) {
        String full = table.toString().toLowerCase(Locale.ROOT);
        for (String name : new String[] { full, table.table(), asKey(full), asKey(table.table()) }) {
            if (this.overrides.containsKey(name)) {
                return name;
            }
        }
        return null;
    }

    private static String asKey(String name) {
        return name.replaceAll("[^\\p{L}\\p{Nd}.-]", "");
    }

}
