package io.tidemark.fold.mvstore;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

import io.tidemark.fold.Cursor;
import io.tidemark.fold.DamagedFoldException;
import io.tidemark.fold.FoldFormatException;
import io.tidemark.fold.SourceIdentity;
import io.tidemark.fold.Version;

import org.jspecify.annotations.Nullable;

/**
 * A {@link FoldState} as it is stored.
 * <p>
 * The record is the format (one byte, 1), a CRC-32C of all other bytes (four), the number of entries, their bytes and
 * the digest (eight each), and whether there is a cursor (one, 0 or 1). A cursor is the bucket, when it was created
 * (eight bytes of seconds since 1970 and four of nanoseconds), the number of prefixes (four) and these, and the length
 * of the version (one, 1 to 10) and the version. Text is the number of its bytes (four) and these, in UTF-8. All numbers
 * are big-endian; nothing follows.
 */
final class StateCodec {

    static final int FORMAT = 1;

    private static final int CHECKSUM_AT = 1;

    private static final int BODY_AT = CHECKSUM_AT + Integer.BYTES;

    private StateCodec() {
    }

    static byte[] encode(FoldState state) {
        byte[] cursor = encode(state.cursor());
        byte[] record = new byte[BODY_AT + 3 * Long.BYTES + cursor.length];
        ByteBuffer target = ByteBuffer.wrap(record);
        target.put((byte) FORMAT).putInt(0).putLong(state.entries()).putLong(state.bytes()).putLong(state.digest());
        target.put(cursor);
        return target.putInt(CHECKSUM_AT, checksum(record)).array();
    }

    /**
     * Returns the state that {@code record} says.
     * @throws DamagedFoldException if the record is damaged
     * @throws FoldFormatException if it is of another format
     */
    static FoldState decode(byte[] record) {
        if (record.length < BODY_AT || ByteBuffer.wrap(record).getInt(CHECKSUM_AT) != checksum(record)) {
            throw damaged(null);
        }
        if (record[0] != FORMAT) {
            throw new FoldFormatException("Cursor record", FORMAT, record[0]);
        }
        try {
            ByteBuffer source = ByteBuffer.wrap(record).position(BODY_AT);
            long entries = source.getLong();
            long bytes = source.getLong();
            long digest = source.getLong();
            FoldState state = new FoldState(decodeCursor(source), entries, bytes, digest);
            if (entries < 0 || bytes < 0 || source.hasRemaining()) {
                throw damaged(null);
            }
            return state;
        }
        catch (BufferUnderflowException | IllegalArgumentException | DateTimeException ex) {
            throw damaged(ex);
        }
    }

    static int checksum(byte[] record) {
        CRC32C checksum = new CRC32C();
        checksum.update(record[0]);
        checksum.update(record, BODY_AT, record.length - BODY_AT);
        return (int) checksum.getValue();
    }

    private static byte[] encode(@Nullable Cursor cursor) {
        if (cursor == null) {
            return new byte[] { 0 };
        }
        SourceIdentity source = cursor.source();
        byte[] bucket = text(source.bucket());
        List<byte[]> prefixes = source.prefixes().stream().map(StateCodec::text).toList();
        byte[] version = cursor.version().toBytes();
        int length = 1 + bucket.length + Long.BYTES + 2 * Integer.BYTES + 1 + version.length
                + prefixes.stream().mapToInt((prefix) -> prefix.length).sum();
        ByteBuffer target = ByteBuffer.allocate(length).put((byte) 1).put(bucket);
        target.putLong(source.createdAt().getEpochSecond()).putInt(source.createdAt().getNano());
        target.putInt(prefixes.size());
        prefixes.forEach(target::put);
        return target.put((byte) version.length).put(version).array();
    }

    private static @Nullable Cursor decodeCursor(ByteBuffer source) {
        byte present = source.get();
        if (present == 0) {
            return null;
        }
        if (present != 1) {
            throw damaged(null);
        }
        String bucket = readText(source);
        Instant createdAt = Instant.ofEpochSecond(source.getLong(), source.getInt());
        int count = source.getInt();
        List<String> prefixes = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            prefixes.add(readText(source));
        }
        byte[] version = read(source, source.get());
        return new Cursor(new SourceIdentity(bucket, createdAt, prefixes), Version.ofBytes(version));
    }

    private static byte[] text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes).array();
    }

    private static String readText(ByteBuffer source) {
        return new String(read(source, source.getInt()), StandardCharsets.UTF_8);
    }

    private static byte[] read(ByteBuffer source, int length) {
        if (length < 0 || length > source.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        source.get(bytes);
        return bytes;
    }

    private static DamagedFoldException damaged(@Nullable RuntimeException cause) {
        return new DamagedFoldException("Cursor record must be as it was written, was damaged: reset the store", cause);
    }

}
