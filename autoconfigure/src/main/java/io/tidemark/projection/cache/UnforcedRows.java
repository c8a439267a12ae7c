package io.tidemark.projection.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * What was written and deleted since it was last forced to the device: at most the files of all rows and the
 * directories of all shards. Thread-safe.
 */
final class UnforcedRows {

    private final RowDirectory directory;

    private final ConcurrentSkipListSet<byte[]> written = new ConcurrentSkipListSet<>(Arrays::compareUnsigned);

    private final Set<Path> changed = ConcurrentHashMap.newKeySet();

    UnforcedRows(RowDirectory directory) {
        this.directory = directory;
    }

    void written(RowPlace place) {
        this.written.add(place.key());
        this.changed.add(place.file().getParent());
    }

    void deleted(RowPlace place) {
        this.written.remove(place.key());
        this.changed.add(place.file().getParent());
    }

    void force() throws IOException {
        forceEach(this.written, key -> this.directory.force(this.directory.place(key).file()));
        forceEach(this.changed, this.directory::forceNames);
        this.directory.forceNames(this.directory.root());
    }

    // Taken out first, so that what is written again meanwhile is forced again.
    private static <T> void forceEach(Set<T> all, Forcing<T> forcing) throws IOException {
        for (T one : all) {
            all.remove(one);
            boolean forced = false;
            try {
                forcing.force(one);
                forced = true;
            }
            finally {
                if (!forced) {
                    all.add(one);
                }
            }
        }
    }

    private interface Forcing<T> {

        void force(T what) throws IOException;

    }

}
