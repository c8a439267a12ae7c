package io.tidemark.livetable.cache;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;
import io.tidemark.livetable.CachedRows;
import io.tidemark.livetable.PageCache;
import io.tidemark.livetable.PageCacheFailedException;
import io.tidemark.livetable.Rows;
import io.tidemark.livetable.TableId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What every {@link PageCache} does. A backend that keeps nothing passes by missing always, one that is persistent is
 * asked again after it was reopened.
 */
@Tag("P11")
abstract class PageCacheContract {

    static final KeyPath CLIENTS = new TableId("main", "clients").path();

    static final KeyPath ORDERS = new TableId("main", "orders").path();

    @TempDir
    Path directory;

    PageCache cache;

    abstract PageCache open(Path directory);

    boolean keeps() {
        return true;
    }

    @BeforeEach
    void openCache() {
        this.cache = open(this.directory.resolve("missing/cache"));
    }

    @AfterEach
    void closeCache() {
        this.cache.close();
    }

    @Test
    void missIsEmpty() {
        assertThat(this.cache.get(CLIENTS.child("absent"))).isNull();
    }

    @Test
    void pageThatWasPutIsGotInItsOrder() {
        CachedRows page = Pages.page("Carol", "Alice", "Bob");

        this.cache.put(CLIENTS.child("page").child(1), page);

        assertKept(CLIENTS.child("page").child(1), page);
        assertGone(CLIENTS.child("page").child(2));
    }

    @Test
    void extremePagesAreGotAsTheyWere() {
        CachedRows empty = new CachedRows(new Rows(List.of(), -1, false), 0, 0, 0);
        CachedRows extreme = new CachedRows(
                new Rows(Arrays.asList(null, new Person("", "\u0000é\uD83D\uDE00"), null), Long.MAX_VALUE, true),
                Long.MIN_VALUE, -1, Long.MAX_VALUE);

        this.cache.put(CLIENTS.child("empty"), empty);
        this.cache.put(CLIENTS.child("extreme"), extreme);

        assertKept(CLIENTS.child("empty"), empty);
        assertKept(CLIENTS.child("extreme"), extreme);
    }

    @Test
    void laterPageReplacesEarlierOne() {
        KeyPath key = CLIENTS.child("page").child(1);
        this.cache.put(key, Pages.page("Alice", "Carol"));

        this.cache.put(key, Pages.page("Bob"));

        assertKept(key, Pages.page("Bob"));
        assertThat(this.cache.usage().entries()).isEqualTo(kept(1));
    }

    @Test
    void invalidationRemovesWhatLiesBelowAndNothingElse() {
        put(CLIENTS.child("page").child(1), CLIENTS.child("page").child(2), CLIENTS.child("id").child("marty"),
                ORDERS.child("page").child(1));

        assertThat(this.cache.invalidatePrefix(CLIENTS.asPrefix())).isEqualTo(kept(3));

        assertGone(CLIENTS.child("page").child(1), CLIENTS.child("page").child(2), CLIENTS.child("id").child("marty"));
        assertPresent(ORDERS.child("page").child(1));
    }

    @Test
    void invalidationOfAPartKeepsTheRest() {
        put(CLIENTS.child("page").child(1), CLIENTS.child("page").child(2), CLIENTS.child("id").child("marty"));

        assertThat(this.cache.invalidatePrefix(CLIENTS.child("page").asPrefix())).isEqualTo(kept(2));

        assertGone(CLIENTS.child("page").child(1), CLIENTS.child("page").child(2));
        assertPresent(CLIENTS.child("id").child("marty"));
    }

    @Test
    void invalidationOfNothingIsSuccess() {
        assertThat(this.cache.invalidatePrefix(KeyPath.of("never").asPrefix())).isZero();
        put(CLIENTS);
        this.cache.invalidatePrefix(CLIENTS.asPrefix());

        assertThat(this.cache.invalidatePrefix(CLIENTS.asPrefix())).isZero();
        assertGone(CLIENTS);
    }

    @Test
    void invalidationOfATableSparesTheOneWhoseNameStartsAlike() {
        KeyPath client = new TableId("main", "client").path();
        put(client.child(1), CLIENTS.child(1));

        assertThat(this.cache.invalidatePrefix(client.asPrefix())).isEqualTo(kept(1));

        assertGone(client.child(1));
        assertPresent(CLIENTS.child(1));
    }

    @Test
    void invalidationOfTheStartOfASegmentRemovesWhatStartsSo() {
        put(CLIENTS.child("page_1"), CLIENTS.child("page_2").child("x"), CLIENTS.child("pag"), CLIENTS.child("q"));

        assertThat(this.cache.invalidatePrefix(CLIENTS.childrenStartingWith("page_"))).isEqualTo(kept(2));

        assertGone(CLIENTS.child("page_1"), CLIENTS.child("page_2").child("x"));
        assertPresent(CLIENTS.child("pag"), CLIENTS.child("q"));
    }

    @Test
    void invalidationOfTheRootRemovesAll() {
        put(KeyPath.root(), CLIENTS, ORDERS.child(-1), KeyPath.root().child(new byte[] { -1, -1 }));

        assertThat(this.cache.invalidatePrefix(KeyPath.root().asPrefix())).isEqualTo(kept(4));

        assertThat(this.cache.usage().entries()).isZero();
        assertGone(KeyPath.root(), CLIENTS, ORDERS.child(-1));
    }

    @Test
    void idsNeverCollide() {
        List<String> ids = List.of("", "/", "//", "?", "%", "%2F", "\u0000", "\u0000\u0000", "a", "a/", "a\u0000", "a?b",
                "a%", "\uD800", "ÿ", "1");
        List<KeyPath> keys = new ArrayList<>();
        for (String id : ids) {
            keys.add(CLIENTS.child("id").child(id));
            keys.add(CLIENTS.child("id").child(id).child(""));
            keys.add(CLIENTS.child("x" + id).child(id).child(id));
        }
        keys.add(CLIENTS.child("id").child(1));
        keys.add(CLIENTS.child("id").child(new byte[] { 'a' }));

        for (KeyPath key : keys) {
            this.cache.put(key, Pages.selfDescribing(key, keys.indexOf(key)));
        }

        assertThat(this.cache.usage().entries()).isEqualTo(kept(keys.size()));
        for (KeyPath key : keys) {
            assertKept(key, Pages.selfDescribing(key, keys.indexOf(key)));
        }
        assertThat(this.cache.invalidatePrefix(CLIENTS.child("id").child("a").asPrefix())).isEqualTo(kept(2));
        assertThat(this.cache.usage().entries()).isEqualTo(kept(keys.size() - 2));
    }

    @Test
    void pagesSurviveReopeningOfAPersistentCache() {
        CachedRows page = Pages.page("Alice", "Bob");
        this.cache.put(CLIENTS.child(1), page);
        put(CLIENTS.child(2), ORDERS.child(1));
        this.cache.invalidatePrefix(ORDERS.asPrefix());
        boolean persistent = this.cache.isPersistent();
        this.cache.close();

        openCache();

        assertThat(this.cache.usage().entries()).isEqualTo(persistent ? 2 : 0);
        assertThat(this.cache.get(CLIENTS.child(1))).isEqualTo(persistent ? page : null);
        assertGone(ORDERS.child(1));
    }

    @Test
    void closedCacheRefusesEverything() {
        this.cache.close();
        this.cache.close();

        List<Consumer<PageCache>> calls = List.of((it) -> it.get(CLIENTS), (it) -> it.put(CLIENTS, Pages.page("late")),
                (it) -> it.invalidatePrefix(CLIENTS.asPrefix()), PageCache::usage);

        for (Consumer<PageCache> call : calls) {
            assertThatExceptionOfType(PageCacheFailedException.class).isThrownBy(() -> call.accept(this.cache))
                .withMessageEndingWith("must be open, was closed: open it again");
        }
    }

    @Test
    void randomWalkAgreesWithSortedMap() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        TreeMap<KeyPath, CachedRows> model = new TreeMap<>();

        for (int step = 0; step < 2_000; step++) {
            KeyPath key = randomKey(random);
            switch (random.nextInt(10)) {
                case 0 -> assertThat(this.cache.invalidatePrefix(key.asPrefix())).as("seed %d, step %d", seed, step)
                    .isEqualTo(kept(remove(model, key.asPrefix())));
                case 1, 2, 3, 4, 5 -> {
                    model.put(key, Pages.selfDescribing(key, step));
                    this.cache.put(key, Pages.selfDescribing(key, step));
                }
                default -> assertThat(this.cache.get(key)).as("seed %d, step %d, %s", seed, step, key)
                    .isEqualTo(keeps() ? model.get(key) : null);
            }
            assertThat(this.cache.usage().entries()).as("seed %d, step %d", seed, step).isEqualTo(kept(model.size()));
        }
    }

    @Test
    void manyThreadsSeeWholePagesOfTheirKeyOnly() throws Exception {
        long seed = System.nanoTime();

        Threads.inParallel(4, (thread) -> walk(new Random(seed + thread)));

        long entries = this.cache.usage().entries();
        assertThat(this.cache.usage().damaged()).as("seed %d", seed).isZero();
        assertThat(this.cache.invalidatePrefix(KeyPath.root().asPrefix())).as("seed %d", seed).isEqualTo(entries);
        assertThat(this.cache.usage().entries()).as("seed %d", seed).isZero();
    }

    @Test
    void invalidationIsExactWhileOthersWrite() throws Exception {
        Threads.inParallel(4, (thread) -> {
            KeyPath table = CLIENTS.child(thread);
            for (int round = 0; round < 60; round++) {
                for (int id = 0; id < round % 7; id++) {
                    this.cache.put(table.child(id), Pages.selfDescribing(table.child(id), round));
                }
                assertThat(this.cache.invalidatePrefix(table.asPrefix())).as("round %d", round)
                    .isEqualTo(kept(round % 7));
                assertGone(table.child(0), table.child(5));
            }
        });

        assertThat(this.cache.usage().entries()).isZero();
    }

    final void put(KeyPath... keys) {
        for (KeyPath key : keys) {
            this.cache.put(key, Pages.selfDescribing(key, 3));
        }
    }

    final void assertKept(KeyPath key, CachedRows expected) {
        assertThat(this.cache.get(key)).as("%s", key).isEqualTo(keeps() ? expected : null);
    }

    final void assertPresent(KeyPath... keys) {
        for (KeyPath key : keys) {
            assertKept(key, Pages.selfDescribing(key, 3));
        }
    }

    final void assertGone(KeyPath... keys) {
        for (KeyPath key : keys) {
            assertThat(this.cache.get(key)).as("%s", key).isNull();
        }
    }

    final long kept(long count) {
        return keeps() ? count : 0;
    }

    private void walk(Random random) {
        for (int step = 0; step < 1_000; step++) {
            int id = random.nextInt(20);
            KeyPath key = CLIENTS.child(id % 3).child(id);
            int dice = random.nextInt(20);
            if (dice < 2) {
                this.cache.invalidatePrefix(dice == 0 ? key.asPrefix() : CLIENTS.child(id % 3).asPrefix());
            }
            else if (dice < 8) {
                this.cache.put(key, Pages.selfDescribing(key, random.nextInt(1_000_000)));
            }
            else {
                CachedRows found = this.cache.get(key);
                if (found != null) {
                    Pages.assertSelfDescribing(key, found);
                }
            }
        }
    }

    private static KeyPath randomKey(Random random) {
        KeyPath key = KeyPath.root();
        for (int depth = random.nextInt(4); depth > 0; depth--) {
            key = random.nextBoolean() ? key.child("x".repeat(random.nextInt(3))) : key.child(random.nextInt(3));
        }
        return key;
    }

    private static long remove(TreeMap<KeyPath, CachedRows> model, KeyPrefix prefix) {
        int before = model.size();
        model.keySet().removeIf(prefix::matches);
        return before - model.size();
    }

}
