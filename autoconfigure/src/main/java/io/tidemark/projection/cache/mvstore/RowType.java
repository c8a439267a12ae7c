package io.tidemark.projection.cache.mvstore;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

import io.tidemark.projection.CachedRow;
import io.tidemark.projection.Position;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.jspecify.annotations.Nullable;

/**
 * Rows in a file: the length of what follows, checksum, sequence, count, time, identity, codec, value. A row that can't
 * be read takes nothing with it: the others of its page are read all the same.
 */
final class RowType extends BasicDataType<StoredRow> {

    // Objects and fields of a StoredRow with its CachedRow and Position, empty strings and arrays included.
    private static final int FIXED_MEMORY = 168;

    private volatile String latestCodec = "";

    /** Returns how many bytes follow the length. */
    static int bodyBytes(CachedRow row) {
        Position position = row.position();
        return Integer.BYTES + DataUtils.getVarLongLen(position.sequence()) + DataUtils.getVarLongLen(position.count())
                + Long.BYTES + stringBytes(position.identity()) + stringBytes(row.codec()) + row.value().length;
    }

    @Override
    public int getMemory(StoredRow stored) {
        CachedRow row = stored.unverified();
        return row == null ? FIXED_MEMORY
                : FIXED_MEMORY + row.value().length + row.position().identity().length() + row.codec().length();
    }

    @Override
    public boolean isMemoryEstimationAllowed() {
        return false;
    }

    @Override
    public void write(WriteBuffer target, StoredRow stored) {
        CachedRow row = stored.unverified();
        if (row == null) {
            target.putVarInt(0);
            return;
        }
        target.putVarInt(stored.bytes()).putInt(stored.checksum());
        target.putVarLong(row.position().sequence()).putVarLong(row.position().count()).putLong(row.cachedAtMicros());
        writeString(target, row.position().identity());
        writeString(target, row.codec());
        target.put(row.value());
    }

    @Override
    public StoredRow read(ByteBuffer source) {
        int length = DataUtils.readVarInt(source);
        if (length < 0 || length > source.remaining()) {
            throw DataUtils.newMVStoreException(DataUtils.ERROR_FILE_CORRUPT, "Row of {0} bytes", length);
        }
        int end = source.position() + length;
        int limit = source.limit();
        source.limit(end);
        StoredRow row = readBody(source, length);
        source.limit(limit).position(end);
        return row;
    }

    @Override
    public StoredRow[] createStorage(int size) {
        return new StoredRow[size];
    }

    private StoredRow readBody(ByteBuffer source, int length) {
        int checksum = 0;
        CachedRow row = null;
        try {
            checksum = source.getInt();
            row = readRow(source);
        }
        catch (BufferUnderflowException | IllegalArgumentException ex) {
            // Null says it: reported and removed when somebody asks for the row.
            row = null;
        }
        return StoredRow.read(row, checksum, length);
    }

    private @Nullable CachedRow readRow(ByteBuffer source) {
        long sequence = DataUtils.readVarLong(source);
        long count = DataUtils.readVarLong(source);
        long cachedAtMicros = source.getLong();
        String identity = readString(source);
        String codec = shared(readString(source));
        byte[] value = new byte[source.remaining()];
        source.get(value);
        return new CachedRow(value, new Position(sequence, identity, count), cachedAtMicros, codec);
    }

    private String shared(String codec) {
        String latest = latestCodec;
        if (codec.equals(latest)) {
            return latest;
        }
        latestCodec = codec;
        return codec;
    }

    private static void writeString(WriteBuffer target, String string) {
        target.putVarInt(string.length()).putStringData(string, string.length());
    }

    private static String readString(ByteBuffer source) {
        int length = DataUtils.readVarInt(source);
        if (length < 0 || length > source.remaining()) {
            throw new BufferUnderflowException();
        }
        return DataUtils.readString(source, length);
    }

    private static int stringBytes(String string) {
        int bytes = DataUtils.getVarIntLen(string.length());
        for (int index = 0; index < string.length(); index++) {
            char unit = string.charAt(index);
            bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
        }
        return bytes;
    }

}
