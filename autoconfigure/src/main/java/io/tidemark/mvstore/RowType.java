package io.tidemark.mvstore;

import java.nio.ByteBuffer;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * Rows in a file: the length of what follows, checksum, time, value. A row that can't be read takes nothing with it:
 * the others of its page are read all the same.
 */
final class RowType extends BasicDataType<StoredRow> {

    // Objects and fields of a StoredRow with its Row, an empty array included.
    private static final int FIXED_MEMORY = 80;

    private static final int FIXED_BYTES = Integer.BYTES + Long.BYTES;

    /** Returns how many bytes follow the length. */
    static int bodyBytes(Row row) {
        return FIXED_BYTES + row.value().length;
    }

    @Override
    public int getMemory(StoredRow stored) {
        Row row = stored.unverified();
        return row == null ? FIXED_MEMORY : FIXED_MEMORY + row.value().length;
    }

    @Override
    public boolean isMemoryEstimationAllowed() {
        return false;
    }

    @Override
    public void write(WriteBuffer target, StoredRow stored) {
        Row row = stored.unverified();
        if (row == null) {
            target.putVarInt(0);
            return;
        }
        target.putVarInt(stored.bytes()).putInt(stored.checksum()).putLong(row.cachedAtMicros()).put(row.value());
    }

    @Override
    public StoredRow read(ByteBuffer source) {
        int length = DataUtils.readVarInt(source);
        if (length < 0 || length > source.remaining()) {
            throw DataUtils.newMVStoreException(DataUtils.ERROR_FILE_CORRUPT, "Row of {0} bytes", length);
        }
        if (length < FIXED_BYTES) {
            source.position(source.position() + length);
            // Null says it: reported and removed when somebody asks for the row.
            return StoredRow.read(null, 0, length);
        }
        int checksum = source.getInt();
        long cachedAtMicros = source.getLong();
        byte[] value = new byte[length - FIXED_BYTES];
        source.get(value);
        return StoredRow.read(new Row(value, cachedAtMicros), checksum, length);
    }

    @Override
    public StoredRow[] createStorage(int size) {
        return new StoredRow[size];
    }

}
