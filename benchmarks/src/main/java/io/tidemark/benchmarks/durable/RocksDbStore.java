package io.tidemark.benchmarks.durable;

import java.nio.file.Path;

import io.tidemark.benchmarks.store.LoggedRocksDbRowStore;
import io.tidemark.benchmarks.store.RowKey;
import io.tidemark.key.KeyPath;

/** RocksDB with its write-ahead log, not synced, read with an iterator. */
final class RocksDbStore implements DurableStore {

    private final LoggedRocksDbRowStore rows;

    private final RowSink sink;

    RocksDbStore(Path directory, RowSink sink) {
        this.rows = new LoggedRocksDbRowStore(directory);
        this.sink = sink;
    }

    @Override
    public void put(RowKey key, byte[] value) {
        this.rows.put(key, value);
    }

    @Override
    public long readAll() {
        this.rows.forEach((key, row) -> this.sink.accept(() -> KeyPath.decode(key), row.value()));
        return this.sink.count();
    }

    @Override
    public void close() {
        this.rows.close();
    }

}
