package io.tidemark.benchmarks.store;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.jspecify.annotations.Nullable;

/** A map of MVStore with types of its own and pages of 4 KiB. Deletes are committed. */
final class MvStoreRowStore implements RowStore {

    private static final int PAGE_BYTES = 4096;

    private final MVStore store;

    private final MVMap<byte[], Row> rows;

    MvStoreRowStore(Path directory, int pageCacheMebibytes) {
        this.store = new MVStore.Builder().fileName(directory.resolve("rows.mv").toString())
            .cacheSize(pageCacheMebibytes)
            .pageSplitSize(PAGE_BYTES)
            .open();
        this.rows = this.store.openMap("rows",
                new MVMap.Builder<byte[], Row>().keyType(new KeyType()).valueType(new RowType()));
    }

    @Override
    public @Nullable Object get(RowKey key) {
        return this.rows.get(key.bytes());
    }

    @Override
    public void put(RowKey key, byte[] value) {
        this.rows.put(key.bytes(), Row.of(value));
    }

    @Override
    public long deletePrefix(RowKey.Group group) {
        List<byte[]> found = new ArrayList<>();
        Iterator<byte[]> keys = this.rows.keyIterator(group.bytes());
        while (keys.hasNext()) {
            byte[] key = keys.next();
            if (!Prefixes.startsWith(key, group.bytes())) {
                break;
            }
            found.add(key);
        }
        long removed = found.stream().filter((key) -> this.rows.remove(key) != null).count();
        this.store.commit();
        return removed;
    }

    @Override
    public void close() {
        this.store.close();
    }

    private static final class KeyType extends BasicDataType<byte[]> {

        private static final int ARRAY_BYTES = 16;

        @Override
        public int compare(byte[] a, byte[] b) {
            return Arrays.compareUnsigned(a, b);
        }

        @Override
        public int binarySearch(byte[] key, Object storage, int size, int initialGuess) {
            return Arrays.binarySearch((byte[][]) storage, 0, size, key, Arrays::compareUnsigned);
        }

        @Override
        public int getMemory(byte[] key) {
            return ARRAY_BYTES + key.length;
        }

        @Override
        public boolean isMemoryEstimationAllowed() {
            return false;
        }

        @Override
        public void write(WriteBuffer target, byte[] key) {
            target.putVarInt(key.length).put(key);
        }

        @Override
        public byte[] read(ByteBuffer source) {
            byte[] key = new byte[DataUtils.readVarInt(source)];
            source.get(key);
            return key;
        }

        @Override
        public byte[][] createStorage(int size) {
            return new byte[size][];
        }

    }

    private static final class RowType extends BasicDataType<Row> {

        private static final int FIXED_BYTES = 48;

        @Override
        public int getMemory(Row row) {
            return FIXED_BYTES + row.value().length;
        }

        @Override
        public boolean isMemoryEstimationAllowed() {
            return false;
        }

        @Override
        public void write(WriteBuffer target, Row row) {
            target.putLong(row.watermark()).putLong(row.cachedAtMicros());
            target.putVarInt(row.value().length).put(row.value());
        }

        @Override
        public Row read(ByteBuffer source) {
            long watermark = source.getLong();
            long cachedAtMicros = source.getLong();
            byte[] value = new byte[DataUtils.readVarInt(source)];
            source.get(value);
            return new Row(value, watermark, cachedAtMicros);
        }

        @Override
        public Row[] createStorage(int size) {
            return new Row[size];
        }

    }

}
