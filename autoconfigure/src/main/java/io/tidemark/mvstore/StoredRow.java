package io.tidemark.mvstore;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * A row as it is held in a page: ready to be handed out, once its checksum was compared.
 * <p>
 * The checksum covers the key too, so a row never passes for that of another key although it does not repeat its own.
 * It is compared when a row is asked for the first time since its page was read, so that a page of many rows costs no
 * more than those that are used. Thread-safe: two threads at worst both compare.
 */
final class StoredRow {

    private static final int FORMAT = 2;

    private final @Nullable Row row;

    private final int checksum;

    private final int bytes;

    private boolean verified;

    private StoredRow(@Nullable Row row, int checksum, int bytes, boolean verified) {
        this.row = row;
        this.checksum = checksum;
        this.bytes = bytes;
        this.verified = verified;
    }

    static StoredRow of(byte[] key, Row row) {
        return new StoredRow(row, checksum(key, row), RowType.bodyBytes(row), true);
    }

    /** Returns a row that was read, or was not readable: {@code row} is null then. */
    static StoredRow read(@Nullable Row row, int checksum, int bytes) {
        return new StoredRow(row, checksum, bytes, false);
    }

    /** Returns the row of {@code key}, or null if it is damaged or belongs to another key. */
    @Nullable Row verified(byte[] key) {
        if (!verified) {
            if (row == null || checksum(key, row) != checksum) {
                return null;
            }
            verified = true;
        }
        return row;
    }

    /** Returns what is written, whether or not it is damaged. */
    @Nullable Row unverified() {
        return row;
    }

    int checksum() {
        return checksum;
    }

    /** Returns the bytes of the row in a file without those of its key. */
    int bytes() {
        return bytes;
    }

    private static int checksum(byte[] key, Row row) {
        ByteBuffer fixed = ByteBuffer.allocate(3 * Integer.BYTES + Long.BYTES);
        fixed.putInt(FORMAT).putInt(key.length).putInt(row.value().length).putLong(row.cachedAtMicros());
        CRC32C checksum = new CRC32C();
        checksum.update(fixed.flip());
        checksum.update(key);
        checksum.update(row.value());
        return (int) checksum.getValue();
    }

}
