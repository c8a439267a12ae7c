package io.tidemark.projection.cache;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Which rows there are, by key and by the order of their writes, and what they add up to. Calls that change the same
 * key exclude each other, by a lock of the caller; all others may run at once. Keys are encoded, because a path would
 * hold its parents too.
 */
final class RowFileIndex {

    private final ConcurrentSkipListMap<byte[], RowFile> byKey = new ConcurrentSkipListMap<>(Arrays::compareUnsigned);

    private final ConcurrentSkipListMap<Long, byte[]> byAge = new ConcurrentSkipListMap<>();

    private final AtomicLong writes = new AtomicLong();

    private final AtomicLong entries = new AtomicLong();

    private final AtomicLong bytes = new AtomicLong();

    private final AtomicLong diskBytes = new AtomicLong();

    @Nullable RowFile get(byte[] key) {
        return this.byKey.get(key);
    }

    NavigableSet<byte[]> keys() {
        return this.byKey.navigableKeySet();
    }

    /** Returns the oldest write after {@code writeNumber} that still holds. Write numbers begin at 1. */
    Map.@Nullable Entry<Long, byte[]> oldestAfter(long writeNumber) {
        return this.byAge.higherEntry(writeNumber);
    }

    void put(byte[] key, long sizeBytes) {
        RowFile file = new RowFile(this.writes.incrementAndGet(), sizeBytes);
        RowFile previous = this.byKey.put(key, file);
        this.byAge.put(file.writeNumber(), key);
        if (previous != null) {
            this.byAge.remove(previous.writeNumber());
        }
        count(previous, file);
    }

    void remove(byte[] key) {
        RowFile previous = this.byKey.remove(key);
        if (previous != null) {
            this.byAge.remove(previous.writeNumber());
            count(previous, null);
        }
    }

    private void count(@Nullable RowFile before, @Nullable RowFile after) {
        this.entries.addAndGet((after != null ? 1 : 0) - (before != null ? 1 : 0));
        this.bytes.addAndGet((after != null ? after.sizeBytes() : 0) - (before != null ? before.sizeBytes() : 0));
        this.diskBytes.addAndGet((after != null ? after.diskBytes() : 0) - (before != null ? before.diskBytes() : 0));
    }

    long entries() {
        return this.entries.get();
    }

    long bytes() {
        return this.bytes.get();
    }

    long diskBytes() {
        return this.diskBytes.get();
    }

}
