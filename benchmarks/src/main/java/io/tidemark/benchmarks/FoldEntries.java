package io.tidemark.benchmarks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

import io.tidemark.fold.Cursor;
import io.tidemark.fold.KvEntry;
import io.tidemark.fold.KvUpdate;
import io.tidemark.fold.SourceIdentity;
import io.tidemark.fold.Version;

/** Entries of a bucket of routes: keys of 21 bytes, a hundred to a service, and values of 200 bytes. */
final class FoldEntries {

    static final int ROUTES_A_SERVICE = 100;

    private static final int BATCH = 10_000;

    private static final int VALUE_BYTES = 200;

    private static final SourceIdentity SOURCE = new SourceIdentity("routes", Instant.EPOCH, List.of());

    private final Random random = new Random(1);

    private final int count;

    private long revision;

    FoldEntries(int count) {
        this.count = count;
    }

    static String key(int number) {
        return "route.svc-%06d.%04d".formatted(number / ROUTES_A_SERVICE, number % ROUTES_A_SERVICE);
    }

    static String prefix(int number) {
        return "route.svc-%06d.".formatted(number / ROUTES_A_SERVICE);
    }

    /** Gives updates of every entry, a batch at a time. */
    void forEachBatch(Consumer<List<KvUpdate>> action) {
        for (int start = 0; start < this.count; start += BATCH) {
            List<KvUpdate> batch = new ArrayList<>();
            for (int number = start; number < Math.min(this.count, start + BATCH); number++) {
                batch.add(update(number));
            }
            action.accept(batch);
        }
    }

    /** Returns updates of entries that are chosen at random. */
    List<KvUpdate> some(int updates) {
        List<KvUpdate> batch = new ArrayList<>(updates);
        for (int update = 0; update < updates; update++) {
            batch.add(update(this.random.nextInt(this.count)));
        }
        return batch;
    }

    Cursor cursor() {
        return new Cursor(SOURCE, Version.of(this.revision));
    }

    private KvUpdate update(int number) {
        byte[] value = new byte[VALUE_BYTES];
        this.random.nextBytes(value);
        return new KvUpdate.Put(new KvEntry(key(number), value, Version.of(++this.revision)));
    }

}
