package io.tidemark.benchmarks.store;

import java.nio.ByteBuffer;

/**
 * What a store without a type for rows of its own keeps and returns: the value, how far it got, and when.
 *
 * @param value the encoded state
 * @param watermark how far it got
 * @param cachedAtMicros when it was stored
 */
public record Row(byte[] value, long watermark, long cachedAtMicros) {

    private static final int HEADER_BYTES = 2 * Long.BYTES;

    /** Returns the row around {@code value}. */
    static Row of(byte[] value) {
        return new Row(value, 1_103, 1_760_000_000_000_000L);
    }

    static Row read(ByteBuffer source) {
        long watermark = source.getLong();
        long cachedAtMicros = source.getLong();
        byte[] value = new byte[source.remaining()];
        source.get(value);
        return new Row(value, watermark, cachedAtMicros);
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(HEADER_BYTES + this.value.length)
            .putLong(this.watermark)
            .putLong(this.cachedAtMicros)
            .put(this.value)
            .array();
    }

}
