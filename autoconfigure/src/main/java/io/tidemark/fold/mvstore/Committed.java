package io.tidemark.fold.mvstore;

import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;

import org.jspecify.annotations.Nullable;

/**
 * A commit of a file: what readers see. The pages of a commit that is no longer the last may be overwritten after some
 * others, unless its version is held.
 *
 * @param file the file
 * @param entries its entries at the commit, read-only
 * @param state what was written with them
 */
record Committed(FoldFile file, MVMap<byte[], byte[]> entries, FoldState state) {

    byte @Nullable [] get(byte[] key) {
        return entries.get(key);
    }

    /** Returns the entries from {@code start} on, ascending. */
    Cursor<byte[], byte[]> from(byte[] start) {
        return entries.cursor(start);
    }

}
