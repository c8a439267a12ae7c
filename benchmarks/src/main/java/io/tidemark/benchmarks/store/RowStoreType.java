package io.tidemark.benchmarks.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

import io.tidemark.mvstore.PageCompression;
import io.tidemark.projection.cache.CaffeineProjectionCache;
import io.tidemark.projection.cache.Compression;
import io.tidemark.projection.cache.FileProjectionCache;
import io.tidemark.projection.cache.mvstore.MvStoreProjectionCache;

/** The stores to choose from. None is ever full. */
public enum RowStoreType {

    /** The backend {@code caffeine}. */
    TIDEMARK_CAFFEINE((directory) -> new TidemarkRowStore(
            new CaffeineProjectionCache(Sizes.MAXIMUM_BYTES, Compression.NONE))),

    /** A Caffeine cache bounded by weight. */
    CAFFEINE((directory) -> new CaffeineRowStore(Sizes.MAXIMUM_BYTES)),

    /** The backend {@code mvstore}, with a page cache that holds all rows. */
    TIDEMARK_MVSTORE((directory) -> mvStore(directory, Sizes.LARGE_MEBIBYTES)),

    /** A map of MVStore, with a page cache that holds all rows. */
    MVSTORE((directory) -> new MvStoreRowStore(directory, Sizes.LARGE_MEBIBYTES)),

    /** The backend {@code mvstore}, with the page cache that MVStore has by default. */
    TIDEMARK_MVSTORE_16M((directory) -> mvStore(directory, Sizes.DEFAULT_MEBIBYTES)),

    /** A map of MVStore, with the page cache that it has by default. */
    MVSTORE_16M((directory) -> new MvStoreRowStore(directory, Sizes.DEFAULT_MEBIBYTES)),

    /** The backend {@code file}. */
    TIDEMARK_FILE((directory) -> new TidemarkRowStore(FileProjectionCache.open(directory.resolve("rows"),
            Sizes.MAXIMUM_BYTES, Compression.NONE, Duration.ZERO))),

    /** RocksDB: no write-ahead log, 256 MiB of block cache, Bloom filters of 10 bits, no compression. */
    ROCKSDB(RocksDbRowStore::new),

    /** LMDB: nothing forced to the device, read transactions renewed. */
    LMDB(LmdbRowStore::new),

    /** Ehcache: 1,000 rows in the heap, all on disk. */
    EHCACHE(EhcacheRowStore::new);

    private final Function<Path, RowStore> opener;

    RowStoreType(Function<Path, RowStore> opener) {
        this.opener = opener;
    }

    /** Opens an empty store in {@code directory}. */
    public RowStore open(Path directory) {
        return this.opener.apply(directory);
    }

    private static RowStore mvStore(Path directory, int pageCacheMebibytes) {
        return new TidemarkRowStore(MvStoreProjectionCache.open(directory.resolve("rows"), Sizes.MAXIMUM_BYTES,
                (long) pageCacheMebibytes << 20, PageCompression.NONE, Duration.ZERO));
    }

    private static final class Sizes {

        private static final long MAXIMUM_BYTES = 2L << 30;

        private static final int LARGE_MEBIBYTES = 1024;

        private static final int DEFAULT_MEBIBYTES = 16;

    }

}
