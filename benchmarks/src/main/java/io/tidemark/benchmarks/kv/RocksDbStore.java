package io.tidemark.benchmarks.kv;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import io.tidemark.fold.Cursor;
import io.tidemark.fold.KvEntry;
import io.tidemark.fold.KvUpdate;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

final class RocksDbStore implements UpdatedStore {

    private static final byte[] CURSOR = { 0 };

    static {
        RocksDB.loadLibrary();
    }

    private final LRUCache blocks = new LRUCache(FoldStoreType.CACHE_BYTES);

    private final Options options = new Options().setCreateIfMissing(true)
        .setCompressionType(CompressionType.NO_COMPRESSION)
        .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(this.blocks));

    private final WriteOptions logged = new WriteOptions().setSync(false);

    private final RocksDB database;

    RocksDbStore(Path directory) {
        try {
            this.database = RocksDB.open(this.options, directory.resolve("rocks").toString());
        }
        catch (RocksDBException ex) {
            throw new IllegalStateException(ex);
        }
    }

    @Override
    public void apply(List<KvUpdate> batch, Cursor cursor) {
        try (WriteBatch writes = new WriteBatch()) {
            for (KvUpdate update : batch) {
                byte[] key = update.key().getBytes(StandardCharsets.UTF_8);
                if (update instanceof KvUpdate.Put put) {
                    writes.put(key, record(put.entry()));
                }
                else {
                    writes.delete(key);
                }
            }
            writes.put(CURSOR, cursor.version().toBytes());
            this.database.write(this.logged, writes);
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
        this.blocks.close();
    }

    private static byte[] record(KvEntry entry) {
        byte[] version = entry.version().toBytes();
        return ByteBuffer.allocate(1 + version.length + entry.value().length)
            .put((byte) version.length)
            .put(version)
            .put(entry.value())
            .array();
    }

}
