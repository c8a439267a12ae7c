package io.tidemark.projection.cache.mvstore;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

import io.tidemark.projection.CachedRow;

import org.jspecify.annotations.Nullable;

/**
 * A row as it is held in a page: ready to be handed out, once its checksum was compared.
 * <p>
 * The checksum covers the key too, so a row never passes for that of another key although it does not repeat its own.
 * It is compared when a row is asked for the first time since its page was read, so that a page of many rows costs no
 * more than those that are used. Thread-safe: two threads at worst both compare.
 */
final class StoredRow {

    private static final int FORMAT = 1;

    private final @Nullable CachedRow row;

    private final int checksum;

    private final int bytes;

    private boolean verified;

    private StoredRow(@Nullable CachedRow row, int checksum, int bytes, boolean verified) {
        this.row = row;
        this.checksum = checksum;
        this.bytes = bytes;
        this.verified = verified;
    }

    static StoredRow of(byte[] key, CachedRow row) {
        return new StoredRow(row, checksum(key, row), RowType.bodyBytes(row), true);
    }

    /** Returns a row that was read, or was not readable: {@code row} is null then. */
    static StoredRow read(@Nullable CachedRow row, int checksum, int bytes) {
        return new StoredRow(row, checksum, bytes, false);
    }

    /** Returns the row of {@code key}, or null if it is damaged or belongs to another key. */
    @Nullable CachedRow verified(byte[] key) {
        if (!verified) {
            if (row == null || checksum(key, row) != checksum) {
                return null;
            }
            verified = true;
        }
        return row;
    }

    /** Returns what is written, whether or not it is damaged. */
    @Nullable CachedRow unverified() {
        return row;
    }

    int checksum() {
        return checksum;
    }

    /** Returns the bytes of the row in a file without those of its key. */
    int bytes() {
        return bytes;
    }

    private static int checksum(byte[] key, CachedRow row) {
        byte[] identity = row.position().identity().getBytes(StandardCharsets.UTF_16BE);
        byte[] codec = row.codec().getBytes(StandardCharsets.UTF_16BE);
        ByteBuffer fixed = ByteBuffer.allocate(5 * Integer.BYTES + 3 * Long.BYTES);
        fixed.putInt(FORMAT).putInt(key.length).putInt(identity.length).putInt(codec.length);
        fixed.putInt(row.value().length);
        fixed.putLong(row.position().sequence()).putLong(row.position().count()).putLong(row.cachedAtMicros());
        CRC32C checksum = new CRC32C();
        checksum.update(fixed.flip());
        checksum.update(key);
        checksum.update(identity);
        checksum.update(codec);
        checksum.update(row.value());
        return (int) checksum.getValue();
    }

}
