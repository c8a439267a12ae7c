package io.tidemark.livetable.cache;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

import io.tidemark.livetable.CachedRows;

/**
 * Cached rows as bytes.
 * <table>
 * <caption>Format 1, big endian</caption>
 * <tr><th>bytes</th><th>what</th></tr>
 * <tr><td>1</td><td>format</td></tr>
 * <tr><td>4</td><td>CRC-32C of the format and all that follows this field</td></tr>
 * <tr><td>8, 8, 8</td><td>microseconds at which the rows were fetched, epoch, moment</td></tr>
 * <tr><td>2 + n</td><td>name of the codec, modified UTF-8 after its length</td></tr>
 * <tr><td>the rest</td><td>what the codec wrote</td></tr>
 * </table>
 */
final class StoredRows {

    private static final byte FORMAT = 1;

    private static final int CHECKSUM_AT = 1;

    private static final int BODY_AT = CHECKSUM_AT + Integer.BYTES;

    private final RowsCodec codec;

    StoredRows(RowsCodec codec) {
        this.codec = codec;
    }

    byte[] encode(CachedRows rows) {
        byte[] payload = this.codec.encode(rows.rows());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length + 64);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeInt(0);
            out.writeLong(rows.fetchedAtMicros());
            out.writeLong(rows.epoch());
            out.writeLong(rows.moment());
            out.writeUTF(this.codec.name());
            out.write(payload);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        byte[] encoded = bytes.toByteArray();
        ByteBuffer.wrap(encoded).putInt(CHECKSUM_AT, checksum(encoded));
        return encoded;
    }

    /** Throws {@link RowsCodecException} unless {@code bytes} are just as they were encoded, by this codec. */
    CachedRows decode(byte[] bytes) {
        if (bytes.length < BODY_AT || bytes[0] != FORMAT
                || ByteBuffer.wrap(bytes).getInt(CHECKSUM_AT) != checksum(bytes)) {
            throw new RowsCodecException("Rows must be in format %d, were another or damaged".formatted(FORMAT), null);
        }
        try (DataInputStream in = new DataInputStream(
                new ByteArrayInputStream(bytes, BODY_AT, bytes.length - BODY_AT))) {
            long fetchedAtMicros = in.readLong();
            long epoch = in.readLong();
            long moment = in.readLong();
            String name = in.readUTF();
            if (!name.equals(this.codec.name())) {
                throw new RowsCodecException(
                        "Rows must be encoded as '%s', were as '%s'".formatted(this.codec.name(), name), null);
            }
            return new CachedRows(this.codec.decode(in.readAllBytes()), fetchedAtMicros, epoch, moment);
        }
        catch (IOException ex) {
            throw new RowsCodecException("Rows must have a header, had part of one", ex);
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, CHECKSUM_AT);
        checksum.update(bytes, BODY_AT, bytes.length - BODY_AT);
        return (int) checksum.getValue();
    }

}
