package io.tidemark.fold;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** Counts the flushes of a store and how long they take. The counts go on where the store is opened again. */
final class MeasuredFoldStore implements FoldStore {

    private final FoldStore store;

    private final Flushes flushes;

    MeasuredFoldStore(FoldStore store, Flushes flushes) {
        this.store = store;
        this.flushes = flushes;
    }

    @Override
    public @Nullable Cursor cursor() {
        return this.store.cursor();
    }

    @Override
    public void apply(List<KvUpdate> batch, @Nullable Cursor cursor) {
        long start = System.nanoTime();
        try {
            this.store.apply(batch, cursor);
        }
        finally {
            this.flushes.nanos.add(System.nanoTime() - start);
            this.flushes.count.increment();
            this.flushes.lastSize = batch.size();
        }
    }

    @Override
    public @Nullable KvEntry get(String key) {
        return this.store.get(key);
    }

    @Override
    public void forEachInRange(String prefix, Consumer<? super KvEntry> action) {
        this.store.forEachInRange(prefix, action);
    }

    @Override
    public void sync() {
        this.store.sync();
    }

    @Override
    public FoldUsage usage() {
        return this.store.usage();
    }

    @Override
    public FoldVerification verify() {
        return this.store.verify();
    }

    @Override
    public void compact() {
        this.store.compact();
    }

    @Override
    public void reset() {
        this.store.reset();
    }

    @Override
    public void close() {
        this.store.close();
    }

    /** The counts. One thread writes, any reads. */
    static final class Flushes {

        private final LongAdder count = new LongAdder();

        private final LongAdder nanos = new LongAdder();

        private volatile int lastSize;

        long count() {
            return this.count.sum();
        }

        long nanos() {
            return this.nanos.sum();
        }

        int lastSize() {
            return this.lastSize;
        }

    }

}
