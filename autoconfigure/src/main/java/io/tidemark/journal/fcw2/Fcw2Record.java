package io.tidemark.journal.fcw2;

/**
 * A change as fast-cache logs it.
 *
 * @param timestampMillis when it happened, in milliseconds since 1970, unsigned
 * @param expireAtMillis when the entry ends, in milliseconds since 1970; negative for never
 */
record Fcw2Record(Op op, byte[] key, byte[] value, long timestampMillis, long expireAtMillis) {

    static final long NEVER = -1;

    /** What a record does. The code is its place here, counted from one. */
    enum Op {

        SET, DEL, EXPIRE;

        byte code() {
            return (byte) (ordinal() + 1);
        }

    }

}
