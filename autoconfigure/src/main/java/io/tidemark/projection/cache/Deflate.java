package io.tidemark.projection.cache;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import org.jspecify.annotations.Nullable;

/** Raw DEFLATE (RFC 1951) of whole values, with the original size known to the reader. */
final class Deflate {

    static final int LARGEST_ORIGINAL = 256 << 20;

    // RFC 1951: two bits can stand for 258 bytes, and nothing stands for more.
    private static final long LARGEST_RATIO = 1032;

    private Deflate() {
    }

    /** Returns the compressed value, or null if that would not be smaller. */
    static byte @Nullable [] compress(byte[] value) {
        if (value.length < 2 || value.length > LARGEST_ORIGINAL) {
            return null;
        }
        byte[] buffer = new byte[value.length - 1];
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(value);
            deflater.finish();
            int size = deflater.deflate(buffer);
            return deflater.finished() ? Arrays.copyOf(buffer, size) : null;
        }
        finally {
            deflater.end();
        }
    }

    /** Whether {@code size} bytes can be the compressed form of {@code originalSize} bytes. */
    static boolean isPlausible(int size, int originalSize) {
        return size < originalSize && originalSize <= LARGEST_ORIGINAL && originalSize <= size * LARGEST_RATIO;
    }

    /** Returns the original bytes, or null if these are not the compressed form of exactly so many. */
    static byte @Nullable [] decompress(byte[] source, int offset, int size, int originalSize) {
        if (!isPlausible(size, originalSize)) {
            return null;
        }
        byte[] value = new byte[originalSize];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(source, offset, size);
            int length = inflater.inflate(value);
            boolean complete = length == originalSize && isAtEnd(inflater) && inflater.getRemaining() == 0;
            return complete ? value : null;
        }
        catch (DataFormatException ex) {
            return null;
        }
        finally {
            inflater.end();
        }
    }

    private static boolean isAtEnd(Inflater inflater) throws DataFormatException {
        return inflater.finished() || (inflater.inflate(new byte[1]) == 0 && inflater.finished());
    }

}
