package io.tidemark.mvstore;

import java.util.Objects;

/**
 * What a {@link RowStore} keeps under a key. The array is shared, never changed.
 *
 * @param value the bytes
 * @param cachedAtMicros how old the row is, compared with others when one must go
 */
public record Row(byte[] value, long cachedAtMicros) {

    /** Checks that there is a value. */
    public Row {
        Objects.requireNonNull(value, "value");
    }

}
