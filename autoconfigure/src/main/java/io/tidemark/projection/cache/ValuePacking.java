package io.tidemark.projection.cache;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

import io.tidemark.projection.CachedRow;

/**
 * Values as they are held in memory. Compressed ones start with four bytes, the length of the original or -1 if what
 * follows is the original; without compression a row is held as it is.
 */
enum ValuePacking {

    PLAIN {

        @Override
        CachedRow pack(CachedRow row) {
            return row;
        }

        @Override
        CachedRow unpack(CachedRow packed) {
            return packed;
        }

    },

    COMPRESSED {

        @Override
        CachedRow pack(CachedRow row) {
            byte[] compressed = Deflate.compress(row.value());
            int header = compressed != null ? row.value().length : -1;
            byte[] body = compressed != null ? compressed : row.value();
            return with(row, ByteBuffer.allocate(Integer.BYTES + body.length).putInt(header).put(body).array());
        }

        @Override
        CachedRow unpack(CachedRow packed) {
            byte[] value = packed.value();
            int originalSize = ByteBuffer.wrap(value).getInt();
            if (originalSize < 0) {
                return with(packed, Arrays.copyOfRange(value, Integer.BYTES, value.length));
            }
            byte[] original = Deflate.decompress(value, Integer.BYTES, value.length - Integer.BYTES, originalSize);
            return with(packed, Objects.requireNonNull(original, "original"));
        }

    };

    static ValuePacking of(Compression compression) {
        return compression == Compression.NONE ? PLAIN : COMPRESSED;
    }

    abstract CachedRow pack(CachedRow row);

    abstract CachedRow unpack(CachedRow packed);

    private static CachedRow with(CachedRow row, byte[] value) {
        return new CachedRow(value, row.position(), row.cachedAtMicros(), row.codec());
    }

}
