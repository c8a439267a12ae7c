package io.tidemark.projection;

import java.util.Objects;

/**
 * An encoded state and what it is of. The array is shared, never changed.
 *
 * @param value the encoded state
 * @param position how far the state got, at an event that exists
 * @param cachedAtMicros when it was last known to be at the head, in microseconds since 1970, or 0 if it never was
 * @param codec the name of the codec that encoded it
 */
public record CachedRow(byte[] value, Position position, long cachedAtMicros, String codec) {

    public CachedRow {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(codec, "codec");
        if (position.isStart()) {
            throw new IllegalArgumentException("watermark must not be negative, was " + position.sequence());
        }
    }

}
