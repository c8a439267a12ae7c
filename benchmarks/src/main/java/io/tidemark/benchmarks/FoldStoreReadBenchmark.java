package io.tidemark.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

import io.tidemark.fold.KvEntry;
import io.tidemark.fold.KvUpdate;
import io.tidemark.fold.mvstore.MvStoreFoldSettings;
import io.tidemark.fold.mvstore.MvStoreFoldStore;
import io.tidemark.mvstore.BytesType;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Reads of a fold's store beside those of a plain map of MVStore with pages of 4 KiB and the same page cache. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgs = { "-Xms2g", "-Xmx2g" })
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class FoldStoreReadBenchmark {

    private static final int PAGE_CACHE_MEBIBYTES = 512;

    /** Reads an entry from a fold's store. */
    @Benchmark
    public Object get(Fold fold, Cursor cursor) {
        return fold.store.get(FoldEntries.key(fold.at(cursor)));
    }

    /** Reads a record from a plain map. */
    @Benchmark
    public Object rawGet(PlainMap plain, Cursor cursor) {
        return plain.map.get(bytes(FoldEntries.key(plain.at(cursor))));
    }

    /** Reads the hundred entries of a service from a fold's store. */
    @Benchmark
    public void range(Fold fold, Cursor cursor, Blackhole blackhole) {
        fold.store.forEachInRange(FoldEntries.prefix(fold.at(cursor)), blackhole::consume);
    }

    /** Reads the hundred records of a service from a plain map and compares their checksums. */
    @Benchmark
    public void rawRange(PlainMap plain, Cursor cursor, Blackhole blackhole) {
        byte[] prefix = bytes(FoldEntries.prefix(plain.at(cursor)));
        org.h2.mvstore.Cursor<byte[], byte[]> records = plain.map.cursor(prefix);
        while (records.hasNext()) {
            byte[] key = records.next();
            if (!Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length)) {
                return;
            }
            byte[] record = records.getValue();
            if (ByteBuffer.wrap(record).getInt() != checksum(key, record)) {
                throw new IllegalStateException("damaged");
            }
            blackhole.consume(record);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int checksum(byte[] key, byte[] record) {
        CRC32C checksum = new CRC32C();
        checksum.update(key, 0, key.length);
        checksum.update(record, Integer.BYTES, record.length - Integer.BYTES);
        return (int) checksum.getValue();
    }

    /** How many entries there are. */
    @State(Scope.Benchmark)
    public abstract static class Entries {

        /** How many entries there are, a multiple of 100. */
        @Param("1000000")
        int entries;

        int at(Cursor cursor) {
            return Math.floorMod(cursor.next() * 7919, this.entries);
        }

    }

    /** A fold's store. */
    public static class Fold extends Entries {

        private MvStoreFoldStore store;

        /** Fills it. */
        @Setup
        public void fill() throws IOException {
            FoldEntries all = new FoldEntries(this.entries);
            this.store = MvStoreFoldStore.open(MvStoreFoldSettings.in(WorkDirectory.create().resolve("fold"))
                .withPageCacheBytes((long) PAGE_CACHE_MEBIBYTES << 20));
            all.forEachBatch((batch) -> this.store.apply(batch, all.cursor()));
        }

        /** Removes it. */
        @TearDown
        public void remove() throws IOException {
            this.store.close();
            WorkDirectory.delete();
        }

    }

    /** A map of MVStore. */
    public static class PlainMap extends Entries {

        private MVStore store;

        private MVMap<byte[], byte[]> map;

        /** Fills it. */
        @Setup
        public void fill() throws IOException {
            this.store = new MVStore.Builder().fileName(WorkDirectory.create().resolve("map.mv").toString())
                .cacheSize(PAGE_CACHE_MEBIBYTES)
                .pageSplitSize(4096)
                .open();
            this.map = this.store.openMap("map", new MVMap.Builder<byte[], byte[]>().keyType(new BytesType())
                .valueType(new BytesType()));
            new FoldEntries(this.entries).forEachBatch((batch) -> {
                batch.forEach((update) -> put(((KvUpdate.Put) update).entry()));
                this.store.commit();
            });
        }

        private void put(KvEntry entry) {
            byte[] key = bytes(entry.key());
            byte[] value = entry.value();
            byte[] record = ByteBuffer.allocate(Integer.BYTES + 1 + Long.BYTES + value.length).putInt(0)
                .put((byte) Long.BYTES)
                .put(entry.version().toBytes())
                .put(value)
                .array();
            ByteBuffer.wrap(record).putInt(checksum(key, record));
            this.map.put(key, record);
        }

        /** Removes it. */
        @TearDown
        public void remove() throws IOException {
            this.store.close();
            WorkDirectory.delete();
        }

    }

}
