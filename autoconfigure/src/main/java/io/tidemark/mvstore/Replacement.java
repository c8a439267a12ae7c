package io.tidemark.mvstore;

import java.util.Arrays;
import java.util.function.Consumer;

import org.h2.mvstore.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * The copying of all rows of a file to a new one, in the order of their keys, while both are in use. Up to the last key
 * that was copied the new file follows every change of the old; beyond, it is empty. A copy that is complete follows
 * all. To be used by one thread at a time.
 */
final class Replacement {

    private static final int ROWS_A_BATCH = 256;

    private static final int BYTES_A_BATCH = 1 << 20;

    private final RowFile source;

    private final RowFile target;

    private byte @Nullable [] copiedTo;

    private boolean complete;

    private @Nullable RuntimeException failure;

    Replacement(RowFile source, RowFile target) {
        this.source = source;
        this.target = target;
    }

    RowFile target() {
        return target;
    }

    /** Applies to the new file what was done to {@code key} in the old one, if its turn has come. */
    void follow(byte[] key, Consumer<RowFile> change) {
        if (failure == null && isCopied(key)) {
            try {
                change.accept(target);
            }
            catch (RuntimeException ex) {
                failure = ex;
            }
        }
    }

    /**
     * Copies some more rows; damaged ones are left behind.
     * @return whether there are more to come
     */
    boolean copySome() {
        if (failure != null) {
            throw failure;
        }
        Cursor<byte[], StoredRow> cursor = source.cursor(copiedTo);
        int rows = 0;
        int bytes = 0;
        while (rows < ROWS_A_BATCH && bytes < BYTES_A_BATCH && cursor.hasNext()) {
            byte[] key = cursor.next();
            StoredRow row = cursor.getValue();
            if (row.verified(key) != null) {
                target.put(key, row);
            }
            copiedTo = key;
            rows++;
            bytes += row.bytes();
        }
        complete = !cursor.hasNext();
        return !complete;
    }

    private boolean isCopied(byte[] key) {
        return complete || (copiedTo != null && Arrays.compareUnsigned(key, copiedTo) <= 0);
    }

}
