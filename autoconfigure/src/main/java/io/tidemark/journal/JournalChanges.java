package io.tidemark.journal;

/**
 * Changes of a map, in memory and in the log. Each runs {@code inMemory}, which makes the change in the map itself, and
 * then appends it; for every key both happen in the same order. What {@code inMemory} throws reaches the caller, and
 * nothing is appended then. Arrays are handed over: the caller does not change them afterwards.
 * <p>
 * Where the log can't be written the change has happened in memory and {@link JournalException} says that it may be
 * undone by a restart.
 */
public interface JournalChanges {

    /**
     * Sets a value.
     * @param expiresAtMillis when it ends, in milliseconds since 1970, or {@link Journal#NEVER}
     * @throws IllegalArgumentException if key and value are larger than a record may be; nothing has happened then
     */
    void put(byte[] key, byte[] value, long expiresAtMillis, Runnable inMemory);

    /**
     * Sets a value that is in two arrays, which spares the caller to put them together. It is read as one.
     * @param head what the value begins with
     * @param value the rest of it
     * @param expiresAtMillis when it ends, in milliseconds since 1970, or {@link Journal#NEVER}
     * @throws IllegalArgumentException if key and value are larger than a record may be; nothing has happened then
     */
    void put(byte[] key, byte[] head, byte[] value, long expiresAtMillis, Runnable inMemory);

    /** Removes a key, which need not be there. */
    void delete(byte[] key, Runnable inMemory);

    /** Removes all keys that start with {@code prefix}. Other changes wait for {@code inMemory}, reads do not. */
    void deletePrefix(byte[] prefix, Runnable inMemory);

    /** Removes all keys that start with {@code prefix} but not with {@code kept}. */
    void deletePrefixExcept(byte[] prefix, byte[] kept, Runnable inMemory);

    /** Sets the end of a key, if it is there. */
    void expire(byte[] key, long expiresAtMillis, Runnable inMemory);

    /** Removes all keys. */
    void clear(Runnable inMemory);

}
