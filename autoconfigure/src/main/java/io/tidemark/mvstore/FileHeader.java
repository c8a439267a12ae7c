package io.tidemark.mvstore;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * What the first bytes of a file say about it.
 *
 * @param state what the file is good for
 * @param version the version of the store that must be there at least; exactly that one if the file was closed
 * @param contentBytes the bytes of what is in the file, as its user counts them, if it was closed
 */
record FileHeader(State state, long version, long contentBytes) {

    /** How many bytes of a file the header takes. */
    static final int BYTES = 64;

    private static final long MAGIC = 0x54444D4B_4D565331L;

    private static final int CHECKED_BYTES = 28;

    private static final State[] STATES = State.values();

    ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.putLong(MAGIC).putInt(state.ordinal()).putLong(version).putLong(contentBytes);
        bytes.putInt(checksum(bytes.array()));
        return bytes.clear();
    }

    /** Returns the header, or null if it is damaged or not one of ours. */
    static @Nullable FileHeader decode(ByteBuffer bytes) {
        if (bytes.remaining() < BYTES || bytes.getInt(CHECKED_BYTES) != checksum(bytes.array())
                || bytes.getLong() != MAGIC) {
            return null;
        }
        int state = bytes.getInt();
        return state >= 0 && state < STATES.length
                ? new FileHeader(STATES[state], bytes.getLong(), bytes.getLong()) : null;
    }

    private static int checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, CHECKED_BYTES);
        return (int) checksum.getValue();
    }

    enum State {

        /** The content of an older file is being copied to it; that one holds. */
        BUILDING,

        /** In use, or its process was killed. */
        OPEN,

        /** Closed in order. */
        CLOSED

    }

}
