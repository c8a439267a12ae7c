package io.tidemark.fold;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.tidemark.fold.FoldFixture.FOLDED;
import static io.tidemark.fold.FoldFixture.HISTORY;
import static io.tidemark.fold.FoldFixture.content;
import static io.tidemark.fold.FoldFixture.cursor;
import static io.tidemark.fold.FoldFixture.delete;
import static io.tidemark.fold.FoldFixture.fold;
import static io.tidemark.fold.FoldFixture.put;
import static io.tidemark.fold.FoldFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What every store of folds does. */
@Tag("P11")
public abstract class FoldStoreContract {

    protected FoldStore store;

    /** Opens the store, in the state in which it was closed if it outlives that. */
    protected abstract FoldStore open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void newStoreIsEmptyAndHasNoCursor() {
        assertThat(store.cursor()).isNull();
        assertThat(store.range("")).isEmpty();
        assertThat(store.get("node.a")).isNull();
        assertThat(store.usage().entries()).isZero();
    }

    @Test
    @Tag("P7")
    void historyFoldsToTheLatestEntriesAndItsCursor() {
        fold(store, 1, 7);

        assertThat(store.cursor()).isEqualTo(cursor(7));
        assertThat(content(store)).isEqualTo(FOLDED);
        assertThat(store.usage().entries()).isEqualTo(FOLDED.size());
        assertThat(store.verify().isSound()).isTrue();
    }

    @Test
    void entryHasItsValueAndVersion() {
        fold(store, 1, 7);

        KvEntry entry = store.get("svc.x");

        assertThat(entry).isNotNull();
        assertThat(text(entry)).isEqualTo("sx");
        assertThat(entry.key()).isEqualTo("svc.x");
        assertThat(entry.version()).isEqualTo(Version.of(3));
        assertThat(store.get("node.b")).isNull();
        assertThat(store.get("node")).isNull();
        assertThat(store.get("")).isNull();
    }

    @Test
    void rangeIsThatOfThePrefix() {
        fold(store, 1, 7);

        assertThat(store.range("node.")).extracting(KvEntry::key).containsExactly("node.a", "node.c");
        assertThat(store.range("svc.")).extracting(KvEntry::key).containsExactly("svc.x", "svc.y");
        assertThat(store.range("svc.x")).extracting(KvEntry::key).containsExactly("svc.x");
        assertThat(store.range("")).hasSize(4);
        assertThat(store.range("zzz")).isEmpty();
        assertThat(store.range("a")).isEmpty();
    }

    @Test
    void keysAscendByTheirBytes() {
        // A supplementary character comes before U+FF5E by its UTF-16 units, and after it by its bytes.
        List<String> ascending = List.of("", "\0", "a", "a\0", "a.", "aa", "b", "\u00e9", "\u6f22", "\uff5e",
                "\ud83d\ude00");
        List<KvUpdate> updates = new ArrayList<>();
        for (int index : new int[] { 5, 10, 0, 3, 9, 1, 8, 2, 7, 4, 6 }) {
            updates.add(put(ascending.get(index), "value " + index, index + 1));
        }

        store.apply(updates, cursor(11));

        assertThat(store.range("")).extracting(KvEntry::key).containsExactlyElementsOf(ascending);
        assertThat(store.range("a")).extracting(KvEntry::key).containsExactly("a", "a\0", "a.", "aa");
        assertThat(store.range("\ud83d\ude00")).hasSize(1);
        assertThat(text(store.get("\uff5e"))).isEqualTo("value 9");
    }

    @Test
    void failureOfTheActionEndsTheRangeAndReachesTheCaller() {
        fold(store, 1, 7);
        List<String> seen = new ArrayList<>();
        IllegalStateException failure = new IllegalStateException("enough");

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> store.forEachInRange("", (entry) -> {
            seen.add(entry.key());
            if (seen.size() == 2) {
                throw failure;
            }
        })).isSameAs(failure);

        assertThat(seen).containsExactly("node.a", "node.c");
    }

    @Test
    void purgeIsADeletion() {
        store.apply(List.of(put("a", "1", 1), put("b", "2", 2)), cursor(2));

        store.apply(List.of(new KvUpdate.Purge("a", Version.of(3))), cursor(3));

        assertThat(content(store)).containsOnlyKeys("b");
        assertThat(store.cursor()).isEqualTo(cursor(3));
    }

    @Test
    void deletionOfWhatIsNotThereDoesNothing() {
        store.apply(List.of(delete("a", 1), put("b", "2", 2), delete("b", 3), delete("b", 4)), cursor(4));

        assertThat(store.range("")).isEmpty();
        assertThat(store.usage().entries()).isZero();
        assertThat(store.verify().isSound()).isTrue();
    }

    @Test
    @Tag("P7")
    void emptyBatchMovesTheCursor() {
        fold(store, 1, 3);

        store.apply(List.of(), cursor(9));

        assertThat(store.cursor()).isEqualTo(cursor(9));
        assertThat(store.range("")).hasSize(3);
    }

    @Test
    void cursorAloneIsKept() {
        store.apply(List.of(), cursor(42));

        assertThat(store.cursor()).isEqualTo(cursor(42));
        assertThat(store.range("")).isEmpty();
    }

    @Test
    @Tag("P7")
    void cursorIsNullInTheMiddleOfAResync() {
        fold(store, 1, 7);

        store.apply(List.of(put("svc.z", "new", 8)), null);

        assertThat(store.cursor()).isNull();
        assertThat(store.range("")).hasSize(5);
        store.apply(List.of(), cursor(8));
        assertThat(store.cursor()).isEqualTo(cursor(8));
    }

    @Test
    void emptyValueIsAnEntry() {
        store.apply(List.of(put("lock", "", 1)), cursor(1));

        KvEntry entry = store.get("lock");

        assertThat(entry).isNotNull();
        assertThat(entry.value()).isEmpty();
        assertThat(entry.version()).isEqualTo(Version.of(1));
        assertThat(store.range("")).hasSize(1);
    }

    @Test
    void lastUpdateOfAKeyInABatchWins() {
        store.apply(List.of(put("a", "1", 1), delete("a", 2), put("a", "3", 3), put("b", "4", 4), put("b", "5", 5),
                delete("c", 6), put("d", "7", 7), delete("d", 8)), cursor(8));

        assertThat(content(store)).containsOnly(Map.entry("a", "3"), Map.entry("b", "5"));
        assertThat(store.verify().isSound()).isTrue();
    }

    @Test
    @Tag("P7")
    void repeatedTailChangesNothing() {
        fold(store, 1, 7);

        store.apply(HISTORY.subList(5, 7), cursor(7));

        assertThat(content(store)).isEqualTo(FOLDED);
        assertThat(store.cursor()).isEqualTo(cursor(7));
    }

    @Test
    void versionsOfAnyLengthAreKept() {
        byte[] ten = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };

        store.apply(List.of(put("a", new byte[] { 1 }, Version.unknown()), put("b", new byte[0], Version.of(-1)),
                put("c", new byte[] { 3 }, Version.ofBytes(ten)), put("d", new byte[0], Version.ofBytes(new byte[1]))),
                new Cursor(FoldFixture.SOURCE, Version.ofBytes(ten)));

        assertThat(store.get("a").version().isKnown()).isFalse();
        assertThat(store.get("b").version().asLong()).hasValue(-1);
        assertThat(store.get("c").version().toBytes()).isEqualTo(ten);
        assertThat(store.get("c").version().asLong()).isEmpty();
        assertThat(store.get("c").value()).containsExactly(3);
        assertThat(store.get("d").version().toBytes()).containsExactly(0);
        assertThat(store.cursor().version().toBytes()).isEqualTo(ten);
    }

    @Test
    void keyThatIsTooLongIsRefusedAndNothingOfItsBatchApplied() {
        String longest = "k".repeat(FoldStore.MAXIMUM_KEY_BYTES);
        store.apply(List.of(put(longest, "1", 1)), cursor(1));

        assertThatExceptionOfType(IllegalArgumentException.class)
            .isThrownBy(() -> store.apply(List.of(put("a", "2", 2), put("\u00e9".repeat(32_768), "3", 3)), cursor(3)))
            .withMessage("key must have at most 65535 bytes in UTF-8, had 65536");
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> store.get(longest + "k"));

        assertThat(store.range("")).extracting(KvEntry::key).containsExactly(longest);
        assertThat(store.cursor()).isEqualTo(cursor(1));
    }

    @Test
    void keyThatIsNoTextIsRefused() {
        store.apply(List.of(put("?", "1", 1)), cursor(1));

        assertThatExceptionOfType(IllegalArgumentException.class)
            .isThrownBy(() -> store.apply(List.of(put("a\ud83d", "2", 2)), cursor(2)))
            .withMessage("key must be text, had an unpaired surrogate at 1");
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> store.get("\ude00"));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> store.range("\ud83d"));
    }

    @Test
    @Tag("P7")
    void readersSeeWholeBatches() throws Exception {
        int keys = 50;
        AtomicBoolean ended = new AtomicBoolean();
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> readers = new ArrayList<>();
            store.apply(batch(keys, 0), cursor(1));
            for (int reader = 0; reader < 2; reader++) {
                readers.add(executor.submit(() -> {
                    long latest = 0;
                    while (!ended.get()) {
                        List<KvEntry> entries = store.range("key");
                        assertThat(entries).hasSize(keys);
                        long round = Long.parseLong(text(entries.get(0)));
                        assertThat(entries).allSatisfy((each) -> assertThat(text(each)).isEqualTo("" + round));
                        assertThat(round).isGreaterThanOrEqualTo(latest);
                        latest = round;
                    }
                }));
            }
            for (int round = 1; round <= 300; round++) {
                store.apply(batch(keys, round), cursor(round + 1));
                // One for sure: the last of the readers may not have begun.
                assertThat(text(store.get("key0"))).isEqualTo("" + round);
            }
            ended.set(true);
            for (Future<?> reader : readers) {
                reader.get(30, TimeUnit.SECONDS);
            }
        }
        finally {
            ended.set(true);
            executor.shutdownNow();
        }
    }

    @Test
    void rangeIsOfOneCommitHoweverMuchIsAppliedMeanwhile() {
        int keys = 500;
        store.apply(batch(keys, 0), cursor(1));
        List<String> seen = new ArrayList<>();

        store.forEachInRange("key", (entry) -> {
            seen.add(text(entry));
            if (seen.size() <= 20) {
                store.apply(batch(keys, seen.size()), cursor(seen.size() + 1));
                store.apply(List.of(delete("key7", 1), put("key" + keys, "new", 1)), cursor(seen.size() + 1));
            }
            if (seen.size() == 30) {
                store.compact();
            }
        });

        assertThat(seen).hasSize(keys).containsOnly("0");
        assertThat(store.range("key")).hasSize(keys);
    }

    @Test
    void compactionKeepsEverything() {
        fold(store, 1, 7);

        store.compact();

        assertThat(content(store)).isEqualTo(FOLDED);
        assertThat(store.cursor()).isEqualTo(cursor(7));
        assertThat(store.verify().isSound()).isTrue();
        store.apply(List.of(put("z", "1", 8)), cursor(8));
        assertThat(store.range("")).hasSize(5);
    }

    @Test
    void resetBeginsAnew() {
        fold(store, 1, 7);

        store.reset();

        assertThat(store.cursor()).isNull();
        assertThat(store.range("")).isEmpty();
        fold(store, 1, 7);
        assertThat(content(store)).isEqualTo(FOLDED);
    }

    @Test
    void closedStoreSaysSo() {
        store.close();
        store.close();

        assertThatExceptionOfType(FoldStoreException.class).isThrownBy(() -> store.get("a"))
            .withMessageContaining("must be open, was closed: open it again");
        assertThatExceptionOfType(FoldStoreException.class).isThrownBy(() -> store.cursor());
        assertThatExceptionOfType(FoldStoreException.class).isThrownBy(() -> store.range(""));
        assertThatExceptionOfType(FoldStoreException.class)
            .isThrownBy(() -> store.apply(List.of(put("a", "1", 1)), cursor(1)));
    }

    private static List<KvUpdate> batch(int keys, int round) {
        return IntStream.range(0, keys).mapToObj((key) -> put("key" + key, "" + round, round + 1)).toList();
    }

}
