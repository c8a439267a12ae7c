package io.tidemark.benchmarks.durable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import io.tidemark.benchmarks.store.RowKey;

/** Rows of {@value #VALUE_BYTES} random bytes in random order, the same ones for all stores. */
final class Rows {

    static final int VALUE_BYTES = 256;

    private static final long SEED = 20_010_401;

    private final Random random = new Random(SEED);

    private final List<RowKey> keys;

    Rows(int count) {
        this.keys = new ArrayList<>(RowKey.random(count, SEED));
        Collections.shuffle(this.keys, this.random);
    }

    /** Puts each row once. */
    void fill(DurableStore store) {
        int checkpoint = this.keys.size() / 10 * 9;
        for (int i = 0; i < this.keys.size(); i++) {
            if (i == checkpoint) {
                store.checkpoint();
            }
            store.put(this.keys.get(i), value());
        }
    }

    /** Puts any of the rows again, {@code count} times. */
    void overwrite(DurableStore store, long count) {
        for (long i = 0; i < count; i++) {
            store.put(this.keys.get(this.random.nextInt(this.keys.size())), value());
        }
    }

    /** Returns the bytes of all keys and values. */
    long bytes() {
        return this.keys.stream().mapToLong((key) -> key.bytes().length + VALUE_BYTES).sum();
    }

    private byte[] value() {
        byte[] value = new byte[VALUE_BYTES];
        this.random.nextBytes(value);
        return value;
    }

}
