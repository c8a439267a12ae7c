package io.tidemark.projection.cache.mvstore;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

import io.tidemark.mvstore.Row;
import io.tidemark.projection.CacheFailedException;
import io.tidemark.projection.CachedRow;
import io.tidemark.projection.Position;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;

/** Rows of projections as rows of a store, whose value is: sequence, count, identity, codec, state. */
final class ProjectionRows {

    private ProjectionRows() {
    }

    static Row encode(CachedRow row) {
        Position position = row.position();
        WriteBuffer target = new WriteBuffer(64 + 3 * (position.identity().length() + row.codec().length())
                + row.value().length);
        target.putVarLong(position.sequence()).putVarLong(position.count());
        writeString(target, position.identity());
        writeString(target, row.codec());
        target.put(row.value());
        byte[] value = new byte[target.position()];
        target.getBuffer().flip().get(value);
        return new Row(value, row.cachedAtMicros());
    }

    static CachedRow decode(Row row) {
        ByteBuffer source = ByteBuffer.wrap(row.value());
        try {
            long sequence = DataUtils.readVarLong(source);
            long count = DataUtils.readVarLong(source);
            String identity = readString(source);
            String codec = readString(source);
            byte[] value = new byte[source.remaining()];
            source.get(value);
            return new CachedRow(value, new Position(sequence, identity, count), row.cachedAtMicros(), codec);
        }
        catch (BufferUnderflowException | IllegalArgumentException ex) {
            throw new CacheFailedException("Row in the store must be of a projection, was not", ex);
        }
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

}
