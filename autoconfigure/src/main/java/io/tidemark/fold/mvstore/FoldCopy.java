package io.tidemark.fold.mvstore;

import java.util.Arrays;
import java.util.List;

import io.tidemark.fold.DamagedFoldException;

import org.h2.mvstore.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * The copying of a file to a new one, in the order of the keys, while the old one is written. Up to the last key that
 * was copied the new file follows every change of the old; beyond, it is empty. To be used by the thread that writes.
 */
final class FoldCopy {

    private static final byte[] FIRST = {};

    private final FoldFile source;

    private final FoldFile target;

    private byte @Nullable [] copiedTo;

    private boolean complete;

    FoldCopy(FoldFile source, FoldFile target) {
        this.source = source;
        this.target = target;
    }

    FoldFile source() {
        return source;
    }

    FoldFile target() {
        return target;
    }

    /** Applies to the new file what was committed to the old one, as far as its turn has come. */
    void follow(List<Change> changes) {
        for (Change change : changes) {
            if (complete || isCopied(change.key())) {
                target.change(change);
            }
        }
    }

    /**
     * Copies about {@code bytes} more.
     * @return whether there is more to come
     * @throws DamagedFoldException if an entry is damaged
     */
    boolean copySome(long bytes) {
        Cursor<byte[], byte[]> cursor = source.committed().from(copiedTo != null ? copiedTo : FIRST);
        long copied = 0;
        while (copied < bytes && cursor.hasNext()) {
            byte[] key = cursor.next();
            byte[] record = cursor.getValue();
            EntryCodec.require(key, record);
            if (!Arrays.equals(key, copiedTo)) {
                target.change(new Change(key, record));
            }
            copiedTo = key;
            copied += key.length + record.length;
        }
        complete = !cursor.hasNext();
        return !complete;
    }

    /**
     * Makes the complete copy hold in place of the old file.
     * @throws DamagedFoldException if the old file does not have what was counted in it
     */
    void finish() {
        FoldState state = source.committed().state();
        if (!target.pending().hasContentOf(state)) {
            throw new DamagedFoldException("File '%s' must have %d entries with the digest %x, had %d with %x"
                .formatted(source, state.entries(), state.digest(), target.pending().entries(),
                        target.pending().digest()), null);
        }
        target.commit(state.cursor());
        target.file().sync();
    }

    private boolean isCopied(byte[] key) {
        return copiedTo != null && Arrays.compareUnsigned(key, copiedTo) <= 0;
    }

}
