package io.tidemark.projection.cache;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32C;

import io.tidemark.key.KeyPath;

import org.jspecify.annotations.Nullable;

/**
 * Where the file of a key is: in one of 256 directories, by the checksum of the key, under the key in lower-case
 * hexadecimal digits. A key too long for a file name goes by its SHA-256, and is found in the row.
 */
final class RowFileNames {

    static final int SHARDS = 256;

    static final String ROW = ".row";

    static final String TEMPORARY = ".tmp";

    private static final String HASHED = "h-";

    // Two characters a byte, of the 255 that a name may have.
    private static final int LONGEST_PLAIN_KEY = 100;

    private static final HexFormat HEX = HexFormat.of();

    private RowFileNames() {
    }

    static int shard(byte[] key) {
        CRC32C checksum = new CRC32C();
        checksum.update(key, 0, key.length);
        return (int) checksum.getValue() & SHARDS - 1;
    }

    static String shardName(int shard) {
        return HEX.toHexDigits((byte) shard);
    }

    static String fileName(byte[] key) {
        return (key.length <= LONGEST_PLAIN_KEY ? HEX.formatHex(key) : HASHED + HEX.formatHex(sha256(key))) + ROW;
    }

    /** Whether the key of this row is not in the name of the file. */
    static boolean isHashed(String fileName) {
        return fileName.startsWith(HASHED);
    }

    /** Returns the encoded key that the name of a file stands for, or null if no key has that name. */
    static byte @Nullable [] key(String fileName) {
        try {
            return KeyPath.decode(HEX.parseHex(fileName, 0, fileName.length() - ROW.length())).toBytes();
        }
        catch (IllegalArgumentException ex) {
            return null;
        }
    }

    private static byte[] sha256(byte[] key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key);
        }
        catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("Every Java platform must have SHA-256", ex);
        }
    }

}
