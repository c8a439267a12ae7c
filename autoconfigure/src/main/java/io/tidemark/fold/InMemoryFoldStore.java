package io.tidemark.fold;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A {@link FoldStore} in memory: what is in it ends with it.
 * <p>
 * Each batch copies the index of all entries, so that readers see whole batches; it is meant for tests and for buckets
 * of some thousands of entries. Thread-safe.
 */
public final class InMemoryFoldStore implements FoldStore {

    private static final State EMPTY = new State(new TreeMap<>(Arrays::compareUnsigned), null);

    private volatile State state = EMPTY;

    private volatile boolean closed;

    /** Creates an empty store. */
    public InMemoryFoldStore() {
    }

    @Override
    public @Nullable Cursor cursor() {
        return state().cursor();
    }

    @Override
    public synchronized void apply(List<KvUpdate> batch, @Nullable Cursor cursor) {
        NavigableMap<byte[], KvEntry> entries = state().entries();
        if (!batch.isEmpty()) {
            entries = new TreeMap<>(entries);
            for (KvUpdate update : batch) {
                byte[] key = FoldKeys.encode(update.key());
                if (update instanceof KvUpdate.Put put) {
                    entries.put(key, put.entry());
                }
                else {
                    entries.remove(key);
                }
            }
        }
        this.state = new State(entries, cursor);
    }

    @Override
    public @Nullable KvEntry get(String key) {
        return state().entries().get(FoldKeys.encode(key));
    }

    @Override
    public void forEachInRange(String prefix, Consumer<? super KvEntry> action) {
        Objects.requireNonNull(action, "action");
        byte[] start = FoldKeys.encode(prefix);
        for (var entry : state().entries().tailMap(start, true).entrySet()) {
            if (!startsWith(entry.getKey(), start)) {
                return;
            }
            action.accept(entry.getValue());
        }
    }

    /** Does nothing: there is no disk. */
    @Override
    public void sync() {
        state();
    }

    @Override
    public FoldUsage usage() {
        NavigableMap<byte[], KvEntry> entries = state().entries();
        long bytes = 0;
        for (var entry : entries.entrySet()) {
            bytes += entry.getKey().length + entry.getValue().value().length;
        }
        return new FoldUsage(entries.size(), bytes, 0, 0, FoldCondition.SOUND);
    }

    @Override
    public FoldVerification verify() {
        int entries = state().entries().size();
        return new FoldVerification(entries, entries, true, 0, List.of());
    }

    /** Does nothing: entries that were replaced or deleted take no space. */
    @Override
    public void compact() {
        state();
    }

    @Override
    public synchronized void reset() {
        state();
        this.state = EMPTY;
    }

    @Override
    public synchronized void close() {
        this.closed = true;
        this.state = EMPTY;
    }

    private State state() {
        State now = this.state;
        if (this.closed) {
            throw new FoldStoreException("Fold store must be open, was closed: open it again", null);
        }
        return now;
    }

    private static boolean startsWith(byte[] key, byte[] start) {
        return key.length >= start.length && Arrays.equals(key, 0, start.length, start, 0, start.length);
    }

    private record State(NavigableMap<byte[], KvEntry> entries, @Nullable Cursor cursor) {
    }

}
