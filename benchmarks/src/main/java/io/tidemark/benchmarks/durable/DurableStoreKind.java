package io.tidemark.benchmarks.durable;

import java.nio.file.Path;
import java.util.function.Function;

/** The stores to choose from. */
enum DurableStoreKind {

    /** The journal, with all rows in its log. */
    JOURNAL_LOG(JournalStore::logOnly),

    /** The journal, with nine tenths of the rows in a snapshot and the rest in its log. */
    JOURNAL_SNAPSHOT_AND_LOG(JournalStore::snapshotAndLog),

    /** The journal with its defaults. */
    JOURNAL(JournalStore::withDefaults),

    /** RocksDB, where each row is read once and dropped. */
    ROCKSDB((directory) -> new RocksDbStore(directory, RowSink.nowhere())),

    /** RocksDB, where each row is read once into the memory that the journal fills. */
    ROCKSDB_INTO_MEMORY((directory) -> new RocksDbStore(directory, RowSink.memory())),

    /** Ehcache, where each row is read once and dropped. */
    EHCACHE((directory) -> new EhcacheStore(directory, RowSink.nowhere())),

    /** The backend {@code mvstore}. */
    MVSTORE(MvStore::new);

    private final Function<Path, DurableStore> opener;

    DurableStoreKind(Function<Path, DurableStore> opener) {
        this.opener = opener;
    }

    /** Opens what is in {@code directory}, and creates it if nothing is. */
    DurableStore open(Path directory) {
        return this.opener.apply(directory);
    }

}
