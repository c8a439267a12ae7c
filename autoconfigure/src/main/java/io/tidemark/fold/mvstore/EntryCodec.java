package io.tidemark.fold.mvstore;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

import io.tidemark.fold.DamagedFoldException;
import io.tidemark.fold.FoldFormatException;
import io.tidemark.fold.FoldKeys;
import io.tidemark.fold.KvEntry;
import io.tidemark.fold.Version;

/**
 * Entries as they are stored under the bytes of their keys.
 * <p>
 * A record is the format (one byte, 1), a CRC-32C (four bytes, big-endian), the length of the version (one byte, at
 * most 10), the version, and the value up to the end. The CRC-32C is that of the key and of all other bytes of the
 * record, combined with the length of the key, so that no record passes for that of another key.
 */
final class EntryCodec {

    static final int FORMAT = 1;

    private static final int CHECKSUM_AT = 1;

    private static final int VERSION_LENGTH_AT = CHECKSUM_AT + Integer.BYTES;

    private static final int VERSION_AT = VERSION_LENGTH_AT + 1;

    private EntryCodec() {
    }

    static byte[] encode(byte[] key, KvEntry entry) {
        byte[] version = entry.version().toBytes();
        byte[] record = new byte[VERSION_AT + version.length + entry.value().length];
        ByteBuffer target = ByteBuffer.wrap(record);
        target.put((byte) FORMAT).putInt(0).put((byte) version.length).put(version).put(entry.value());
        return target.putInt(CHECKSUM_AT, checksum(key, record)).array();
    }

    /**
     * Returns the entry of {@code key}, whose bytes are {@code keyBytes}.
     * @throws DamagedFoldException if the record is damaged or belongs to another key
     * @throws FoldFormatException if it is of another format
     */
    static KvEntry decode(String key, byte[] keyBytes, byte[] record) {
        require(keyBytes, record);
        int versionLength = record[VERSION_LENGTH_AT];
        byte[] value = Arrays.copyOfRange(record, VERSION_AT + versionLength, record.length);
        return new KvEntry(key, value, version(record, versionLength));
    }

    /**
     * Does nothing if {@code record} is as it was written.
     * @throws DamagedFoldException if the record is damaged or belongs to another key
     * @throws FoldFormatException if it is of another format
     */
    static void require(byte[] key, byte[] record) {
        if (record.length < VERSION_AT || storedChecksum(record) != checksum(key, record)) {
            throw damaged(key);
        }
        if (record[0] != FORMAT) {
            throw new FoldFormatException("Entry '%s'".formatted(FoldKeys.decode(key)), FORMAT, record[0]);
        }
        int versionLength = record[VERSION_LENGTH_AT];
        if (versionLength < 0 || versionLength > Version.MAXIMUM_BYTES || VERSION_AT + versionLength > record.length) {
            throw damaged(key);
        }
    }

    /**
     * Returns what the record adds to the digest of a store, which is the sum over all records. It trusts the checksum
     * in the record, since that is compared whenever the record is read.
     */
    static long digest(byte[] key, byte[] record) {
        long lengths = (long) key.length << 16 ^ record.length;
        long mixed = (lengths << Integer.SIZE) ^ Integer.toUnsignedLong(storedChecksum(record));
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }

    static int checksum(byte[] key, byte[] record) {
        CRC32C checksum = new CRC32C();
        checksum.update(key, 0, key.length);
        checksum.update(record[0]);
        checksum.update(record, VERSION_LENGTH_AT, record.length - VERSION_LENGTH_AT);
        return (int) checksum.getValue() ^ key.length * 0x9E3779B9;
    }

    private static int storedChecksum(byte[] record) {
        return record.length < VERSION_LENGTH_AT ? 0 : ByteBuffer.wrap(record).getInt(CHECKSUM_AT);
    }

    private static Version version(byte[] record, int length) {
        return length == Long.BYTES ? Version.of(ByteBuffer.wrap(record).getLong(VERSION_AT))
                : Version.ofBytes(Arrays.copyOfRange(record, VERSION_AT, VERSION_AT + length));
    }

    private static DamagedFoldException damaged(byte[] key) {
        return new DamagedFoldException("Entry '%s' must be as it was written, was damaged: reset the store"
            .formatted(FoldKeys.decode(key)), null);
    }

}
