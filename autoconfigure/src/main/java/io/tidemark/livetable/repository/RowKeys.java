package io.tidemark.livetable.repository;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.tidemark.key.KeyPath;
import io.tidemark.livetable.Rows;

import org.springframework.data.repository.core.EntityInformation;

/**
 * The keys of single rows, by their identifiers.
 *
 * @param keys those of the identifiers that were asked for
 * @param information tells the identifier of a row
 */
record RowKeys(Map<Object, KeyPath> keys, EntityInformation<Object, ?> information) {

    /** Returns each of {@code rows} by itself under its key, as far as it was asked for. */
    Map<KeyPath, Rows> separate(Rows rows) {
        Map<KeyPath, Rows> separate = new LinkedHashMap<>();
        for (Object row : rows.values()) {
            KeyPath key = row != null ? this.keys.get(idOf(row)) : null;
            if (key != null) {
                separate.put(key, new Rows(List.of(row), -1, false));
            }
        }
        return separate;
    }

    Object idOf(Object row) {
        return this.information.getRequiredId(row);
    }

}
