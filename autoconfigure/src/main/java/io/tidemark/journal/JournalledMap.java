package io.tidemark.journal;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * The map that a {@link Journal} keeps. The journal fills it at its opening, from one thread, and reads it for its
 * snapshots, beside whatever else happens to it. Arrays are handed over: neither side changes them afterwards.
 */
public interface JournalledMap {

    /**
     * Sets a value that was recovered.
     * @param expiresAtMillis when it ends, in milliseconds since 1970, or {@link Journal#NEVER}
     */
    void put(byte[] key, byte[] value, long expiresAtMillis);

    /** Removes a key, which need not be there. */
    void delete(byte[] key);

    /** Removes all keys that start with {@code prefix} but not, unless it is null, with {@code kept}. */
    void deletePrefix(byte[] prefix, byte @Nullable [] kept);

    /** Sets the end of a key, if it is there. */
    void expire(byte[] key, long expiresAtMillis);

    /** Removes all. */
    void clear();

    /**
     * Gives all entries to {@code sink}, in any order. Entries that are there all the time are given exactly once; what
     * is put or removed meanwhile may be given or not. What the sink throws reaches the caller.
     */
    void forEach(EntrySink sink);

    /** Takes entries. */
    @FunctionalInterface
    interface EntrySink {

        /**
         * Takes an entry.
         * @param expiresAtMillis when it ends, in milliseconds since 1970, or {@link Journal#NEVER}
         */
        void accept(byte[] key, byte[] value, long expiresAtMillis);

        /**
         * Takes an entry whose value is in two arrays, which spares the map to put them together.
         * @param head what the value begins with
         * @param value the rest of it
         * @param expiresAtMillis when it ends, in milliseconds since 1970, or {@link Journal#NEVER}
         */
        default void accept(byte[] key, byte[] head, byte[] value, long expiresAtMillis) {
            accept(key, ByteBuffer.allocate(head.length + value.length).put(head).put(value).array(), expiresAtMillis);
        }

    }

}
