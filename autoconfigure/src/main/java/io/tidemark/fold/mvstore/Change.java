package io.tidemark.fold.mvstore;

import java.util.ArrayList;
import java.util.List;

import io.tidemark.fold.FoldKeys;
import io.tidemark.fold.KvUpdate;

import org.jspecify.annotations.Nullable;

/**
 * What an update does to a file.
 *
 * @param key the bytes of the key
 * @param record the entry as it is stored; null if there is none any more
 */
record Change(byte[] key, byte @Nullable [] record) {

    // A commit is put together in memory, in one array.
    private static final int LARGEST_RECORD_BYTES = 256 << 20;

    static List<Change> of(List<KvUpdate> updates) {
        List<Change> changes = new ArrayList<>(updates.size());
        for (KvUpdate update : updates) {
            byte[] key = FoldKeys.encode(update.key());
            if (update instanceof KvUpdate.Put put) {
                requireSmall(put);
                changes.add(new Change(key, EntryCodec.encode(key, put.entry())));
            }
            else {
                changes.add(new Change(key, null));
            }
        }
        return changes;
    }

    private static void requireSmall(KvUpdate.Put put) {
        int length = put.entry().value().length;
        if (length > LARGEST_RECORD_BYTES) {
            throw new IllegalArgumentException("value must have at most %d bytes, had %d: '%s'"
                .formatted(LARGEST_RECORD_BYTES, length, put.key()));
        }
    }

}
