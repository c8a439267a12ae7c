package io.tidemark.journal;


import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

import org.jspecify.annotations.Nullable;

/** Raw LZ4 blocks of whole values, with the original length known to the reader. Needs the library. */
public final class Lz4 {

    // A byte of a length can stand for 255 bytes, and nothing stands for more.
    private static final long LARGEST_RATIO = 255;

    private Lz4() {
    }

    /**
     * Checks that the library is there.
     * @throws JournalException if it is not
     */
    static void require() {
        try {
            LZ4Factory.safeInstance();
        }
        catch (NoClassDefFoundError ex) {
            throw missing(ex);
        }
    }

    /** Returns the block, of whatever size. */
    public static byte[] compress(byte[] value) {
        try {
            return LZ4Factory.safeInstance().fastCompressor().compress(value);
        }
        catch (NoClassDefFoundError ex) {
            throw missing(ex);
        }
    }

    /** Returns the original bytes, or null if these are not the block of exactly so many. */
    public static byte @Nullable [] decompress(byte[] source, int offset, int size, int originalSize) {
        if (originalSize < 0 || originalSize > size * LARGEST_RATIO) {
            return null;
        }
        byte[] value = new byte[originalSize];
        try {
            int length = LZ4Factory.safeInstance().safeDecompressor().decompress(source, offset, size, value, 0,
                    originalSize);
            return length == originalSize ? value : null;
        }
        catch (LZ4Exception ex) {
            return null;
        }
        catch (NoClassDefFoundError ex) {
            throw missing(ex);
        }
    }

    private static JournalException missing(NoClassDefFoundError cause) {
        return new JournalException("Library at.yawk.lz4:lz4-java must be on the class path, was missing: "
                + "add it, or do not compress the journal", cause);
    }

}
