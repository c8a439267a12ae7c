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
        compress(Record.NOTHING);
    }

    /**
     * Returns the block, of whatever size.
     * @throws JournalException if the library is missing
     */
    public static byte[] compress(byte[] value) {
        try {
            return Library.compress(value);
        }
        catch (NoClassDefFoundError ex) {
            throw missing(ex);
        }
    }

    /**
     * Returns the original bytes, or null if these are not the block of exactly so many.
     * @throws JournalException if the library is missing
     */
    public static byte @Nullable [] decompress(byte[] source, int offset, int size, int originalSize) {
        if (originalSize < 0 || originalSize > size * LARGEST_RATIO) {
            return null;
        }
        try {
            return Library.decompress(source, offset, size, originalSize);
        }
        catch (NoClassDefFoundError ex) {
            throw missing(ex);
        }
    }

    private static JournalException missing(NoClassDefFoundError cause) {
        return new JournalException("Library at.yawk.lz4:lz4-java must be on the class path, was missing: "
                + "add it, or do not compress the journal", cause);
    }

    /** A class of its own, because one that names a missing class in a catch can't be loaded. */
    private static final class Library {

        static byte[] compress(byte[] value) {
            return LZ4Factory.safeInstance().fastCompressor().compress(value);
        }

        static byte @Nullable [] decompress(byte[] source, int offset, int size, int originalSize) {
            byte[] value = new byte[originalSize];
            try {
                int length = LZ4Factory.safeInstance().safeDecompressor().decompress(source, offset, size, value, 0,
                        originalSize);
                return length == originalSize ? value : null;
            }
            catch (LZ4Exception ex) {
                return null;
            }
        }

    }

}
