package io.tidemark.mvstore;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** What a thread may do to the file at hand while no other writes: count the bytes and keep a replacement in step. */
final class Changes {

    private final RowFile file;

    private volatile @Nullable Replacement replacement;

    private volatile long rowBytes;

    Changes(RowFile file, long rowBytes) {
        this.file = file;
        this.rowBytes = rowBytes;
    }

    RowFile file() {
        return file;
    }

    /** Returns the bytes of all rows with their keys. May be asked at any time. */
    long rowBytes() {
        return rowBytes;
    }

    void put(byte[] key, StoredRow row) {
        StoredRow previous = file.put(key, row);
        count(key, previous, row);
        follow(key, (target) -> target.put(key, row));
    }

    void remove(byte[] key) {
        StoredRow previous = file.remove(key);
        count(key, previous, null);
        follow(key, (target) -> target.remove(key));
    }

    @Nullable Replacement replacement() {
        return replacement;
    }

    void replaceWith(Replacement replacement) {
        this.replacement = replacement;
    }

    private void follow(byte[] key, Consumer<RowFile> change) {
        Replacement following = replacement;
        if (following != null) {
            following.follow(key, change);
        }
    }

    private void count(byte[] key, @Nullable StoredRow before, @Nullable StoredRow after) {
        long bytes = rowBytes;
        bytes -= before != null ? key.length + before.bytes() : 0;
        bytes += after != null ? key.length + after.bytes() : 0;
        rowBytes = bytes;
    }

}
