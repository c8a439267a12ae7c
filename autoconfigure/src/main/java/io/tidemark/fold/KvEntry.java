package io.tidemark.fold;

import java.util.Objects;

/**
 * An entry of a bucket. The value is not copied: it must not be changed.
 *
 * @param key the key
 * @param value the value, which may be empty
 * @param version the version of the entry
 */
public record KvEntry(String key, byte[] value, Version version) {

    /** Checks that nothing is missing. */
    public KvEntry {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(version, "version");
    }

}
