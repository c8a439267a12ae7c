package io.tidemark.journal;

import java.nio.ByteBuffer;

/**
 * A change, or an entry of a snapshot.
 *
 * @param head what comes before {@code value} and is stored with it as one value; nothing in a record that was read
 * @param expiresAtMillis when the entry ends, in milliseconds since 1970, or {@link Journal#NEVER}
 */
record Record(Op op, byte[] key, byte[] head, byte[] value, long expiresAtMillis) {

    static final byte[] NOTHING = {};

    Record(Op op, byte[] key, byte[] value, long expiresAtMillis) {
        this(op, key, NOTHING, value, expiresAtMillis);
    }

    /** Returns head and value in one. */
    byte[] wholeValue() {
        if (head.length == 0) {
            return value;
        }
        return ByteBuffer.allocate(head.length + value.length).put(head).put(value).array();
    }

    /** Whether the entry has an end. */
    boolean expires() {
        return expiresAtMillis != Journal.NEVER;
    }

    /** What a record does. The code is its place here, counted from one. */
    enum Op {

        /** Sets the value and the end of {@code key}. */
        PUT,

        /** Removes {@code key}. */
        DELETE,

        /** Removes all keys that start with {@code key}. */
        DELETE_PREFIX,

        /** Removes all keys that start with {@code key} but not with {@code value}. */
        DELETE_PREFIX_EXCEPT,

        /** Sets the end of {@code key}, if it is there. */
        EXPIRE,

        /** Removes all keys. */
        CLEAR,

        /** Ends a snapshot. The value is the number of the last record that may be in it, eight bytes. */
        END;

        private static final Op[] ALL = values();

        /** Whether the key says which one key is meant. */
        boolean isOfOneKey() {
            return this == PUT || this == DELETE || this == EXPIRE;
        }

        byte code() {
            return (byte) (ordinal() + 1);
        }

        static boolean isCode(byte code) {
            return code > 0 && code <= ALL.length;
        }

        static Op of(byte code) {
            return ALL[code - 1];
        }

    }

}
