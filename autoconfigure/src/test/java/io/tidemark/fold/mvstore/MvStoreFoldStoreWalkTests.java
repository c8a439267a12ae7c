package io.tidemark.fold.mvstore;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

import io.tidemark.fold.Cursor;
import io.tidemark.fold.FoldKeys;
import io.tidemark.fold.FoldStoreException;
import io.tidemark.fold.KvEntry;
import io.tidemark.fold.KvUpdate;
import io.tidemark.fold.Version;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.tidemark.fold.FoldFixture.cursor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Random updates, reopenings, kills and compactions against a plain map. */
@Tag("P7")
class MvStoreFoldStoreWalkTests {

    @TempDir
    Path temporary;

    private final NavigableMap<byte[], KvEntry> model = new TreeMap<>(Arrays::compareUnsigned);

    private @Nullable Cursor modelCursor;

    @ParameterizedTest
    @ValueSource(ints = 400)
    void storeIsAsAPlainMap(int steps) throws Exception {
        walk(steps);
    }

    @ParameterizedTest
    @ValueSource(ints = 20_000)
    @Tag("soak")
    void storeIsAsAPlainMapForLong(int steps) throws Exception {
        walk(steps);
    }

    private void walk(int steps) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path directory = temporary.resolve("fold");
        MvStoreFoldStore store = FoldDirectories.open(directory);
        try {
            for (int step = 0; step < steps; step++) {
                String description = "seed %d, step %d".formatted(seed, step);
                switch (random.nextInt(24)) {
                    case 0 -> {
                        store.close();
                        store = FoldDirectories.open(directory);
                    }
                    case 1 -> {
                        // A kill: what is on disk now is all there is.
                        directory = FoldDirectories.copyOf(directory, temporary.resolve("fold" + step));
                        store.close();
                        store = FoldDirectories.open(directory);
                    }
                    case 2 -> compact(store);
                    case 3 -> store.sync();
                    case 4 -> reset(store, random);
                    default -> apply(store, random, step);
                }
                compare(store, random, description);
            }
            assertThat(store.verify().isSound()).as("seed %d", seed).isTrue();
        }
        finally {
            store.close();
        }
    }

    // What the verification after a kill still reads is not replaced twice.
    private static void compact(MvStoreFoldStore store) {
        await().ignoreExceptionsMatching((failure) -> failure instanceof FoldStoreException
                && String.valueOf(failure.getMessage()).contains("must not be in use"))
            .untilAsserted(store::compact);
    }

    private void reset(MvStoreFoldStore store, Random random) {
        if (random.nextInt(4) == 0) {
            store.reset();
            model.clear();
            modelCursor = null;
        }
    }

    private void apply(MvStoreFoldStore store, Random random, int step) {
        List<KvUpdate> batch = new ArrayList<>();
        for (int update = random.nextInt(60); update > 0; update--) {
            String key = key(random);
            switch (random.nextInt(5)) {
                case 0 -> batch.add(new KvUpdate.Delete(key, Version.of(step)));
                case 1 -> batch.add(new KvUpdate.Purge(key, Version.unknown()));
                default -> {
                    byte[] value = new byte[random.nextInt(10) == 0 ? random.nextInt(9_000) : random.nextInt(60)];
                    random.nextBytes(value);
                    byte[] version = new byte[random.nextInt(11)];
                    random.nextBytes(version);
                    batch.add(new KvUpdate.Put(new KvEntry(key, value, Version.ofBytes(version))));
                }
            }
        }
        Cursor cursor = random.nextInt(20) == 0 ? null : cursor(step);
        store.apply(batch, cursor);
        modelCursor = cursor;
        for (KvUpdate update : batch) {
            if (update instanceof KvUpdate.Put put) {
                model.put(FoldKeys.encode(put.key()), put.entry());
            }
            else {
                model.remove(FoldKeys.encode(update.key()));
            }
        }
    }

    private void compare(MvStoreFoldStore store, Random random, String description) {
        assertThat(store.cursor()).as(description).isEqualTo(modelCursor);
        assertThat(store.usage().entries()).as(description).isEqualTo(model.size());
        for (int probe = 0; probe < 5; probe++) {
            String key = key(random);
            KvEntry expected = model.get(FoldKeys.encode(key));
            KvEntry actual = store.get(key);
            assertThat(actual == null).as(description).isEqualTo(expected == null);
            if (expected != null) {
                requireSame(actual, expected, description);
            }
        }
        String prefix = random.nextInt(3) == 0 ? "" : key(random).substring(0, 1);
        List<KvEntry> expected = model.values().stream().filter((entry) -> entry.key().startsWith(prefix)).toList();
        List<KvEntry> actual = store.range(prefix);
        assertThat(actual).as(description).extracting(KvEntry::key)
            .containsExactlyElementsOf(expected.stream().map(KvEntry::key).toList());
        for (int index = 0; index < expected.size(); index++) {
            requireSame(actual.get(index), expected.get(index), description);
        }
    }

    private static void requireSame(KvEntry actual, KvEntry expected, String description) {
        assertThat(actual.key()).as(description).isEqualTo(expected.key());
        assertThat(actual.version()).as(description).isEqualTo(expected.version());
        assertThat(Arrays.equals(actual.value(), expected.value())).as(description).isTrue();
    }

    private static String key(Random random) {
        String first = random.nextInt(10) == 0 ? "\u00e9" : Character.toString('a' + random.nextInt(4));
        return first + "." + random.nextInt(200);
    }

}
