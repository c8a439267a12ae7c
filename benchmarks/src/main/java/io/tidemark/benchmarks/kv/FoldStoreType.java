package io.tidemark.benchmarks.kv;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

import io.tidemark.fold.Cursor;
import io.tidemark.fold.KvUpdate;
import io.tidemark.fold.mvstore.MvStoreFoldSettings;
import io.tidemark.fold.mvstore.MvStoreFoldStore;

/** The stores, each with 256 MiB of cache. */
public enum FoldStoreType {

    /** Ours. */
    TIDEMARK(TidemarkStore::new),

    /** RocksDB with its write-ahead log, the cursor in the same batch. */
    ROCKSDB(RocksDbStore::new);

    static final long CACHE_BYTES = 256L << 20;

    private final Function<Path, UpdatedStore> opening;

    FoldStoreType(Function<Path, UpdatedStore> opening) {
        this.opening = opening;
    }

    /** Creates the store in {@code directory}. */
    public UpdatedStore open(Path directory) {
        return this.opening.apply(directory);
    }

    private static final class TidemarkStore implements UpdatedStore {

        private final MvStoreFoldStore store;

        TidemarkStore(Path directory) {
            this.store = MvStoreFoldStore.open(MvStoreFoldSettings.in(directory.resolve("fold"))
                .withPageCacheBytes(CACHE_BYTES));
        }

        @Override
        public void apply(List<KvUpdate> batch, Cursor cursor) {
            this.store.apply(batch, cursor);
        }

        @Override
        public void close() {
            this.store.close();
        }

    }

}
