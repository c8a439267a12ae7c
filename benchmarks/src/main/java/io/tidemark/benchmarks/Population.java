package io.tidemark.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

import io.tidemark.benchmarks.store.RowKey;
import io.tidemark.benchmarks.store.RowStore;
import io.tidemark.benchmarks.store.RowStoreType;

/** A store full of rows, put in random order, while somebody else makes garbage. */
final class Population implements AutoCloseable {

    private static final long SEED = 20_010_401;

    private static final int DISTINCT_VALUES = 256;

    private final Random random = new Random(SEED);

    private final RowStore store;

    // Equal to the keys in the store, but not the same.
    private final List<RowKey> keys;

    private final byte[][] values = new byte[DISTINCT_VALUES][];

    private final GarbageMaker garbage = new GarbageMaker();

    Population(RowStoreType type, int rows, int valueBytes) throws IOException {
        for (int i = 0; i < DISTINCT_VALUES; i++) {
            this.values[i] = value(valueBytes);
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

    RowStore store() {
        return this.store;
    }

    List<RowKey> keys() {
        return this.keys;
    }

    Random random() {
        return this.random;
    }

    /** Returns an array of its own, as a codec would. */
    byte[] newValue(int number) {
        return this.values[Math.floorMod(number, DISTINCT_VALUES)].clone();
    }

    @Override
    public void close() throws IOException {
        this.garbage.close();
        this.store.close();
        WorkDirectory.delete();
    }

    private byte[] value(int bytes) {
        StringBuilder json = new StringBuilder("{");
        while (json.length() < bytes) {
            json.append("\"delayMinutes\":").append(this.random.nextInt(10_000)).append(',');
        }
        json.setLength(bytes);
        return json.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

}
