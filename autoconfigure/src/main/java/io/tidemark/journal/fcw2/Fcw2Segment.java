package io.tidemark.journal.fcw2;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Reads a segment, which consists of frames if its first four bytes say so, else of bare records, and never of both. What
 * follows damage is not looked for: a value may look like a frame, and nothing tells the two apart.
 */
final class Fcw2Segment implements Closeable {

    private static final byte[] MAGIC = { 'F', 'C', 'W', '2' };

    private final InputStream in;

    private long remaining;

    private byte[] ahead;

    private boolean first = true;

    private boolean framed;

    private long tornBytes;

    Fcw2Segment(InputStream in, long bytes) throws IOException {
        this.in = in;
        this.remaining = bytes;
        this.ahead = new byte[0];
    }

    /**
     * Returns the next record, or null at the end.
     * @throws Fcw2DamagedException if there is something else, and it is not the torn end of a write
     */
    @Nullable Fcw2Record next() throws IOException {
        if (first) {
            ahead = read(MAGIC.length);
            framed = Arrays.equals(ahead, MAGIC);
        }
        Fcw2Record record = framed ? nextFrame() : nextBare();
        first = false;
        return record;
    }

    /** Returns how many bytes at the end were not a whole record. */
    long tornBytes() {
        return tornBytes;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private @Nullable Fcw2Record nextFrame() throws IOException {
        byte[] header = read(Fcw2Codec.FRAME_HEADER_BYTES);
        if (header.length < Fcw2Codec.FRAME_HEADER_BYTES) {
            return torn(header);
        }
        ByteBuffer bytes = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.getInt() != Fcw2Codec.MAGIC) {
            requireZeros(header);
            return torn(header);
        }
        long length = header.length + Integer.toUnsignedLong(bytes.getInt(MAGIC.length + 1)) + Fcw2Codec.CHECKSUM_BYTES;
        byte[] frame = rest(header, length);
        return frame == null ? torn(header) : Fcw2Codec.decodeFrame(frame);
    }

    private @Nullable Fcw2Record nextBare() throws IOException {
        byte[] header = read(Fcw2Codec.RECORD_HEADER_BYTES);
        if (header.length < Fcw2Codec.RECORD_HEADER_BYTES) {
            return torn(header);
        }
        byte[] record = rest(header, Fcw2Codec.recordLength(header));
        if (record == null) {
            // A frame that was changed looks like a long record, but for its operation.
            if (!Fcw2Codec.isOp(header[0]) && !isZeros(header)) {
                throw new Fcw2DamagedException("Segment holds neither a frame nor a record where one should start");
            }
            return torn(header);
        }
        if (isZeros(record)) {
            requireZeros(record);
            return torn(record);
        }
        return Fcw2Codec.decodeRecord(record);
    }

    /** Returns the whole of what {@code header} begins, or null if the file has less. */
    private byte @Nullable [] rest(byte[] header, long length) throws IOException {
        if (length - header.length > remaining) {
            return null;
        }
        if (length > Fcw2Codec.LARGEST_RECORD) {
            throw new Fcw2DamagedException("Record must have at most %d bytes, had %d"
                .formatted(Fcw2Codec.LARGEST_RECORD, length));
        }
        byte[] rest = read((int) length - header.length);
        byte[] whole = Arrays.copyOf(header, (int) length);
        System.arraycopy(rest, 0, whole, header.length, rest.length);
        return whole;
    }

    private @Nullable Fcw2Record torn(byte[] consumed) {
        tornBytes = consumed.length + remaining;
        remaining = 0;
        return null;
    }

    /** Zeros are what a file system shows of a write that it never did. */
    private void requireZeros(byte[] consumed) throws IOException {
        boolean zeros = isZeros(consumed);
        byte[] chunk = new byte[1 << 13];
        int read = zeros ? in.read(chunk) : -1;
        while (read >= 0 && zeros) {
            zeros = isZeros(Arrays.copyOf(chunk, read));
            read = in.read(chunk);
        }
        if (!zeros) {
            throw new Fcw2DamagedException("Segment holds neither a frame nor a record where one should start");
        }
    }

    private static boolean isZeros(byte[] bytes) {
        for (byte value : bytes) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    private byte[] read(int length) throws IOException {
        byte[] bytes = in.readNBytes((int) Math.min(length - ahead.length, remaining));
        remaining -= bytes.length;
        byte[] all = Arrays.copyOf(ahead, ahead.length + bytes.length);
        System.arraycopy(bytes, 0, all, ahead.length, bytes.length);
        ahead = new byte[0];
        return all;
    }

}
