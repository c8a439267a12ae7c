package io.tidemark.benchmarks.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

import io.tidemark.journal.FsyncPolicy;
import io.tidemark.journal.JournalSettings;
import io.tidemark.journal.RecoveryListener;
import io.tidemark.mvstore.PageCompression;
import io.tidemark.projection.cache.CaffeineProjectionCache;
import io.tidemark.projection.cache.Compression;
import io.tidemark.projection.cache.JournalledProjectionCache;
import io.tidemark.projection.cache.mvstore.MvStoreProjectionCache;

/** The journalled cache, the same one without its journal, and stores that survive a restart. None is ever full. */
public enum DurableStoreType {

    /** The backend {@code caffeine} with its journal under {@code os}, else with its defaults. */
    TIDEMARK_JOURNAL((directory) -> new TidemarkRowStore(journalled(directory))),

    /** The backend {@code caffeine}. */
    TIDEMARK_CAFFEINE((directory) -> new TidemarkRowStore(
            new CaffeineProjectionCache(Sizes.MAXIMUM_BYTES, Compression.NONE))),

    /** The backend {@code mvstore}, with a page cache that holds all rows. */
    TIDEMARK_MVSTORE((directory) -> new TidemarkRowStore(MvStoreProjectionCache.open(directory.resolve("rows"),
            Sizes.MAXIMUM_BYTES, (long) Sizes.PAGE_CACHE_MEBIBYTES << 20, PageCompression.NONE, Duration.ZERO))),

    /** A map of MVStore, with a page cache that holds all rows. */
    MVSTORE((directory) -> new MvStoreRowStore(directory, Sizes.PAGE_CACHE_MEBIBYTES)),

    /** RocksDB: with its write-ahead log, not synced. */
    ROCKSDB_LOGGED(LoggedRocksDbRowStore::new);

    private final Function<Path, RowStore> opener;

    DurableStoreType(Function<Path, RowStore> opener) {
        this.opener = opener;
    }

    /** Opens an empty store in {@code directory}. */
    public RowStore open(Path directory) {
        return this.opener.apply(directory);
    }

    private static JournalledProjectionCache journalled(Path directory) {
        JournalSettings settings = JournalSettings.in(directory.resolve("journal")).withFsync(FsyncPolicy.OS);
        return JournalledProjectionCache.open(Sizes.MAXIMUM_BYTES, Compression.NONE, settings, RecoveryListener.NONE);
    }

    private static final class Sizes {

        private static final long MAXIMUM_BYTES = 2L << 30;

        private static final int PAGE_CACHE_MEBIBYTES = 1024;

    }

}
