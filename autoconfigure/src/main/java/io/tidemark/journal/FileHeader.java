package io.tidemark.journal;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * The first bytes of each file; records, described at {@link RecordCodec}, follow without a gap. Integers are signed,
 * most significant byte first. Zeros after the last record of a segment are what a power failure took.
 * <table>
 * <caption>Format 1</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>4</td><td>magic, 54 44 4D 4A</td></tr>
 * <tr><td>4</td><td>1</td><td>format, 1</td></tr>
 * <tr><td>5</td><td>1</td><td>1 for a segment of the log, 2 for a snapshot, 3 for the tail of the log</td></tr>
 * <tr><td>6</td><td>2</td><td>0</td></tr>
 * <tr><td>8</td><td>8</td><td>salt, chosen at random for this file and mixed into the checksums of its records; 0 for
 * the tail, whose records have the salt of the last segment</td></tr>
 * <tr><td>16</td><td>8</td><td>number of the file among those of its kind, as in its name</td></tr>
 * <tr><td>24</td><td>8</td><td>segment: number of its first record; snapshot: number of the last record of the log that
 * surely is in it, so that replay goes on after that one; tail: 0</td></tr>
 * <tr><td>32</td><td>8</td><td>created at, in milliseconds since 1970; for people</td></tr>
 * <tr><td>40</td><td>4</td><td>CRC-32C of the 40 bytes before</td></tr>
 * </table>
 */
record FileHeader(Kind kind, long salt, long number, long lsn, long createdAtMillis) {

    static final int BYTES = 44;

    /** The largest number of a record that a reader believes, so that those which follow it have numbers too. */
    static final long LARGEST_LSN = 1L << 62;

    private static final int MAGIC = 0x54444D4A;

    private static final byte FORMAT = 1;

    private static final int CHECKED_BYTES = 40;

    byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.putInt(MAGIC).put(FORMAT).put(kind.code).putShort((short) 0);
        bytes.putLong(salt).putLong(number).putLong(lsn).putLong(createdAtMillis);
        return bytes.putInt(checksum(bytes.array())).array();
    }

    /** Returns the header in {@code bytes}, or null if it is not a whole one of that kind and number. */
    static @Nullable FileHeader read(byte[] bytes, Kind kind, long number) {
        if (bytes.length != BYTES) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (buffer.getInt() != MAGIC || buffer.get() != FORMAT || buffer.get() != kind.code || buffer.getShort() != 0
                || buffer.getInt(CHECKED_BYTES) != checksum(bytes)) {
            return null;
        }
        FileHeader header = new FileHeader(kind, buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
        return header.number == number && header.lsn >= 0 && header.lsn <= LARGEST_LSN ? header : null;
    }

    private static int checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, CHECKED_BYTES);
        return (int) checksum.getValue();
    }

    /** What follows the header. */
    enum Kind {

        SEGMENT(1, "segment-", ".log", EnumSet.complementOf(EnumSet.of(Record.Op.END))),

        SNAPSHOT(2, "snapshot-", ".snap", EnumSet.of(Record.Op.PUT, Record.Op.END)),

        TAIL(3, "tail-", ".log", EnumSet.complementOf(EnumSet.of(Record.Op.END)));

        private static final int DIGITS = 19;

        private final byte code;

        private final String start;

        private final String end;

        private final Set<Record.Op> ops;

        Kind(int code, String start, String end, Set<Record.Op> ops) {
            this.code = (byte) code;
            this.start = start;
            this.end = end;
            this.ops = ops;
        }

        /** Whether such a record may be in such a file. */
        boolean mayHold(Record.Op op) {
            return ops.contains(op);
        }

        String fileName(long number) {
            return start + String.format("%0" + DIGITS + "d", number) + end;
        }

        /** Returns the number in {@code fileName}, or -1 if that is not the name of such a file. */
        long numberIn(String fileName) {
            int length = start.length() + DIGITS + end.length();
            if (fileName.length() != length || !fileName.startsWith(start) || !fileName.endsWith(end)) {
                return -1;
            }
            String digits = fileName.substring(start.length(), start.length() + DIGITS);
            if (!digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
                return -1;
            }
            try {
                long number = Long.parseLong(digits);
                // The last one of all would have none after it.
                return number == Long.MAX_VALUE ? -1 : number;
            }
            catch (NumberFormatException ex) {
                return -1;
            }
        }

    }

}
