package io.tidemark.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Random;

import io.tidemark.benchmarks.store.DurableStoreType;
import io.tidemark.benchmarks.store.RowKey;
import io.tidemark.benchmarks.store.RowStore;

/** A durable store full of rows of random bytes, put in random order, while somebody else makes garbage. */
final class DurablePopulation implements AutoCloseable {

    static final int VALUE_BYTES = 256;

    private static final long SEED = 20_010_401;

    private static final int DISTINCT_VALUES = 256;

    private final Random random = new Random(SEED);

    private final byte[][] values = new byte[DISTINCT_VALUES][VALUE_BYTES];

    private final RowStore store;

    // Equal to the keys in the store, but not the same.
    private final List<RowKey> keys;

    private final GarbageMaker garbage = new GarbageMaker();

    DurablePopulation(DurableStoreType type, int rows) throws IOException {
        for (byte[] value : this.values) {
            this.random.nextBytes(value);
        }
        this.store = type.open(WorkDirectory.create());
        List<RowKey> stored = RowKey.random(rows, SEED);
        for (int index : ScrambledIndexes.permutation(rows, this.random)) {
            this.store.put(stored.get(index), newValue(index));
        }
        this.keys = RowKey.random(rows, SEED);
        System.gc();
        this.garbage.start();
    }

    Object get(int index) {
        Object row = this.store.get(this.keys.get(index));
        if (row == null) {
            throw new IllegalStateException("Every row must be there");
        }
        return row;
    }

    /** Overwrites a row that depends on {@code number}; all rows are overwritten equally often. */
    void put(int number) {
        // Jumps about: the odd factor meets every remainder of a power of two, and nearly every one of the bound.
        int index = Integer.remainderUnsigned(number * 0x9E3779B9, this.keys.size());
        this.store.put(this.keys.get(index), newValue(number));
    }

    Random random() {
        return this.random;
    }

    @Override
    public void close() throws IOException {
        this.garbage.close();
        this.store.close();
        WorkDirectory.delete();
    }

    private byte[] newValue(int number) {
        return this.values[Math.floorMod(number, DISTINCT_VALUES)].clone();
    }

}
