package io.tidemark.livetable.cache;

import io.tidemark.livetable.Rows;

/**
 * Turns rows into bytes and back, for caches that are not in memory. Thread-safe.
 * <p>
 * Decoded rows belong to whoever asked: no two calls return the same mutable object.
 */
public interface RowsCodec {

    /** Returns the name, kept beside what is encoded. What another codec encoded is never decoded. */
    String name();

    /**
     * Returns {@code rows} as bytes.
     * @throws RowsCodecException if they hold something that can't be encoded
     */
    byte[] encode(Rows rows);

    /**
     * Returns the rows that were encoded as {@code bytes}.
     * @throws RowsCodecException if they are of another format, or of a type that is unknown or has changed since
     */
    Rows decode(byte[] bytes);

}
