package io.tidemark.fold.mvstore;

import io.tidemark.fold.Cursor;

import org.jspecify.annotations.Nullable;

/**
 * What is written in the same commit as the entries that it tells of.
 *
 * @param cursor how far the entries got; null if they are incomplete
 * @param entries how many there are
 * @param bytes the bytes of all keys and records
 * @param digest the sum of the digests of all records
 */
record FoldState(@Nullable Cursor cursor, long entries, long bytes, long digest) {

    static final FoldState EMPTY = new FoldState(null, 0, 0, 0);

    FoldState withCursor(@Nullable Cursor cursor) {
        return new FoldState(cursor, entries, bytes, digest);
    }

    FoldState plus(byte[] key, byte[] record) {
        return new FoldState(cursor, entries + 1, bytes + key.length + record.length,
                digest + EntryCodec.digest(key, record));
    }

    FoldState minus(byte[] key, byte[] record) {
        return new FoldState(cursor, entries - 1, bytes - key.length - record.length,
                digest - EntryCodec.digest(key, record));
    }

    boolean hasContentOf(FoldState other) {
        return entries == other.entries && bytes == other.bytes && digest == other.digest;
    }

}
