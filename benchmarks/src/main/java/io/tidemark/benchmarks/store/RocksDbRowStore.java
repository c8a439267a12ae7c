package io.tidemark.benchmarks.store;

import java.nio.ByteBuffer;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** RocksDB, tuned for speed: what is written last, deletes included, does not survive a killed process. */
final class RocksDbRowStore implements RowStore {

    private static final long BLOCK_CACHE_BYTES = 256L << 20;

    private static final int BLOOM_BITS = 10;

    static {
        RocksDB.loadLibrary();
    }

    private final LRUCache blocks = new LRUCache(BLOCK_CACHE_BYTES);

    private final BloomFilter bloom = new BloomFilter(BLOOM_BITS, false);

    private final Options options = new Options().setCreateIfMissing(true)
        .setCompressionType(CompressionType.NO_COMPRESSION)
        .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(this.blocks).setFilterPolicy(this.bloom));

    private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);

    private final RocksDB database;

    RocksDbRowStore(Path directory) {
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
            this.database.put(this.unlogged, key.bytes(), Row.of(value).toBytes());
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
            this.database.write(this.unlogged, batch);
            return batch.count();
        }
        catch (RocksDBException ex) {
            throw new IllegalStateException(ex);
        }
    }

    @Override
    public void close() {
        this.database.close();
        this.unlogged.close();
        this.options.close();
        this.bloom.close();
        this.blocks.close();
    }

}
