package io.tidemark.benchmarks.store;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** RocksDB with its write-ahead log, not synced: what is written survives a killed process, not a power failure. */
public final class LoggedRocksDbRowStore implements RowStore {

    private static final long BLOCK_CACHE_BYTES = 256L << 20;

    private static final int BLOOM_BITS = 10;

    private static final long READAHEAD_BYTES = 2L << 20;

    static {
        RocksDB.loadLibrary();
    }

    private final LRUCache blocks = new LRUCache(BLOCK_CACHE_BYTES);

    private final BloomFilter bloom = new BloomFilter(BLOOM_BITS, false);

    private final Options options = new Options().setCreateIfMissing(true)
        .setCompressionType(CompressionType.NO_COMPRESSION)
        .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(this.blocks).setFilterPolicy(this.bloom));

    private final WriteOptions logged = new WriteOptions().setSync(false);

    private final RocksDB database;

    /** Opens what is in {@code directory}, and creates it if nothing is. */
    public LoggedRocksDbRowStore(Path directory) {
        try {
            this.database = RocksDB.open(this.options, directory.resolve("rocks").toString());
        }
        catch (RocksDBException ex) {
            throw new IllegalStateException(ex);
        }
    }

    @Override
    public @Nullable Object get(RowKey key) {
        try {
            byte[] bytes = this.database.get(key.bytes());
            return bytes != null ? Row.read(ByteBuffer.wrap(bytes)) : null;
        }
        catch (RocksDBException ex) {
            throw new IllegalStateException(ex);
        }
    }

    @Override
    public void put(RowKey key, byte[] value) {
        try {
            this.database.put(this.logged, key.bytes(), Row.of(value).toBytes());
        }
        catch (RocksDBException ex) {
            throw new IllegalStateException(ex);
        }
    }

    @Override
    public long deletePrefix(RowKey.Group group) {
        try (WriteBatch batch = new WriteBatch(); RocksIterator rows = this.database.newIterator()) {
            for (rows.seek(group.bytes()); rows.isValid() && Prefixes.startsWith(rows.key(), group.bytes());
                    rows.next()) {
                batch.delete(rows.key());
            }
            rows.status();
            this.database.write(this.logged, batch);
            return batch.count();
        }
        catch (RocksDBException ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** Gives all keys and rows to {@code sink}, in the order of the keys, which is the fastest way to read them. */
    public void forEach(BiConsumer<byte[], Row> sink) {
        try (ReadOptions sequential = new ReadOptions().setReadaheadSize(READAHEAD_BYTES).setFillCache(false);
                RocksIterator rows = this.database.newIterator(sequential)) {
            for (rows.seekToFirst(); rows.isValid(); rows.next()) {
                sink.accept(rows.key(), Row.read(ByteBuffer.wrap(rows.value())));
            }
            rows.status();
        }
        catch (RocksDBException ex) {
            throw new IllegalStateException(ex);
        }
    }

    @Override
    public void close() {
        this.database.close();
        this.logged.close();
        this.options.close();
        this.bloom.close();
        this.blocks.close();
    }

}
