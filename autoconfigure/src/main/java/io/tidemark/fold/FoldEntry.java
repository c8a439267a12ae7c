package io.tidemark.fold;

import java.util.Objects;

/**
 * An entry of a {@link Fold}.
 *
 * @param key the key
 * @param value the value
 * @param version the version of the entry in its bucket
 * @param <V> the type of the value
 */
public record FoldEntry<V>(String key, V value, Version version) {

    /** Checks that nothing is missing. */
    public FoldEntry {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(version, "version");
    }

}
