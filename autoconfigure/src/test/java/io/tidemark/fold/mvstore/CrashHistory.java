package io.tidemark.fold.mvstore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.tidemark.fold.FoldFixture;
import io.tidemark.fold.FoldStore;
import io.tidemark.fold.KvUpdate;

import static org.assertj.core.api.Assertions.assertThat;

/** A history without end, of which everybody knows every update by its revision. */
public final class CrashHistory {

    private static final int KEYS = 400;

    private CrashHistory() {
    }

    public static List<KvUpdate> updates(long from, long to) {
        List<KvUpdate> updates = new ArrayList<>();
        for (long revision = from; revision <= to; revision++) {
            updates.add(update(revision));
        }
        return updates;
    }

    /** Asserts that the store holds what the history folds to at its cursor, and returns that. */
    public static long requireFolded(FoldStore store, String description) {
        var cursor = store.cursor();
        long revision = cursor == null ? 0 : cursor.version().asLong().getAsLong();
        Map<String, String> expected = new TreeMap<>();
        for (KvUpdate update : updates(1, revision)) {
            if (update instanceof KvUpdate.Put put) {
                expected.put(update.key(), FoldFixture.text(put.entry()));
            }
            else {
                expected.remove(update.key());
            }
        }
        assertThat(FoldFixture.content(store)).as(description).isEqualTo(expected);
        assertThat(store.verify().isSound()).as(description).isTrue();
        return revision;
    }

    public static KvUpdate update(long revision) {
        // Neighbouring seeds begin alike.
        Random random = new Random(revision * 0x9E3779B97F4A7C15L);
        String key = "key" + random.nextInt(KEYS);
        return random.nextInt(6) == 0 ? FoldFixture.delete(key, revision)
                : FoldFixture.put(key, "%d-%s".formatted(revision, "x".repeat(random.nextInt(300))), revision);
    }

}
