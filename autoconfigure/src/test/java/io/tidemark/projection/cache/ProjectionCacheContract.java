package io.tidemark.projection.cache;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.tidemark.key.KeyPath;
import io.tidemark.key.KeyPrefix;
import io.tidemark.projection.CacheFailedException;
import io.tidemark.projection.CachedRow;
import io.tidemark.projection.CacheUsage;
import io.tidemark.projection.Position;
import io.tidemark.projection.ProjectionCache;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What every {@link ProjectionCache} does. A backend that stores nothing passes by missing always, one that is
 * persistent is asked again after it was reopened.
 */
@Tag("P11")
abstract class ProjectionCacheContract extends ProjectionCacheConcurrencyContract {

    @Test
    void rowThatWasPutIsGot() {
        CachedRow row = new CachedRow(new byte[] { 1, -1, 0 }, new Position(42, "e-42", 7), 1_700_000_000_000_000L,
                "json-1");

        cache.put(ROOT.child("key1"), row);

        assertStored(ROOT.child("key1"), row);
        assertMissing(ROOT.child("nonexistent"));
    }

    @Test
    void rowWithExtremeFieldsIsGotAsItWas() {
        CachedRow empty = new CachedRow(new byte[0], new Position(0, "", 0), 0, "");
        CachedRow extreme = new CachedRow(new byte[1],
                new Position(Long.MAX_VALUE, "\u0000é\uD83D\uDE00", Long.MAX_VALUE), Long.MIN_VALUE, "ü");

        cache.put(ROOT.child("empty"), empty);
        cache.put(ROOT.child("extreme"), extreme);

        assertStored(ROOT.child("empty"), empty);
        assertStored(ROOT.child("extreme"), extreme);
    }

    @Test
    void laterRowReplacesEarlierOne() {
        KeyPath key = ROOT.child("key");
        cache.put(key, Rows.row("a much longer value than the next"));

        cache.put(key, Rows.row("short"));

        assertStored(key, Rows.row("short"));
        assertThat(cache.usage().entries()).isEqualTo(kept(1));
        assertThat(cache.deletePrefix(key.asPrefix())).isEqualTo(kept(1));
        assertMissing(key);
    }

    @Test
    void deletePrefixRemovesWhatLiesBelowAndNothingElse() {
        put(ROOT.child("user").child(1), ROOT.child("user").child(2), ROOT.child("users").child(1),
                ROOT.child("order"));

        assertThat(cache.deletePrefix(ROOT.child("user").asPrefix())).isEqualTo(kept(2));

        assertMissing(ROOT.child("user").child(1), ROOT.child("user").child(2));
        assertPresent(ROOT.child("users").child(1), ROOT.child("order"));
    }

    @Test
    void secondDeleteFindsNothing() {
        put(ROOT.child("user").child(1));
        cache.deletePrefix(ROOT.child("user").asPrefix());

        assertThat(cache.deletePrefix(ROOT.child("user").asPrefix())).isZero();
        cache.sync();

        assertMissing(ROOT.child("user").child(1));
    }

    @Test
    void deletePrefixComparesBytesUnsigned() {
        KeyPath low = ROOT.child(new byte[] { 0x01 });
        KeyPath high = ROOT.child(new byte[] { (byte) 0xFF });
        put(low, high, high.child(new byte[] { 0x01 }), high.child(new byte[] { (byte) 0xFF }),
                ROOT.child(new byte[] { (byte) 0xFE, 0x01 }), ROOT.child(new byte[] { (byte) 0xFF, (byte) 0xFF }));

        assertThat(cache.deletePrefix(high.asPrefix())).isEqualTo(kept(3));

        assertMissing(high, high.child(new byte[] { 0x01 }), high.child(new byte[] { (byte) 0xFF }));
        assertPresent(low, ROOT.child(new byte[] { (byte) 0xFE, 0x01 }),
                ROOT.child(new byte[] { (byte) 0xFF, (byte) 0xFF }));
    }

    @Test
    void deletePrefixOfStartOfStringRemovesWhatStartsSo() {
        put(ROOT.child("ab"), ROOT.child("abc").child(1), ROOT.child("ac"), ROOT.child("b"));

        assertThat(cache.deletePrefix(ROOT.childrenStartingWith("ab"))).isEqualTo(kept(2));

        assertMissing(ROOT.child("ab"), ROOT.child("abc").child(1));
        assertPresent(ROOT.child("ac"), ROOT.child("b"));
    }

    @Test
    void deletePrefixOfRootRemovesAll() {
        put(KeyPath.root(), KeyPath.of("a"), KeyPath.of("b").child(-1), KeyPath.root().child(Long.MAX_VALUE));

        assertThat(cache.deletePrefix(KeyPath.root().asPrefix())).isEqualTo(kept(4));

        assertThat(cache.usage().entries()).isZero();
        assertMissing(KeyPath.root(), KeyPath.of("a"), KeyPath.of("b").child(-1));
    }

    @Test
    void deleteAllButKeepsWhatLiesBelowTheKeptPrefix() {
        KeyPath old = ROOT.child(1);
        KeyPath current = ROOT.child(2);
        put(old.child("a"), current, current.child("a"), current.child("b"), ROOT.child(3), KeyPath.of("other"));

        assertThat(cache.deleteAllBut(ROOT.asPrefix(), current.asPrefix())).isEqualTo(kept(2));

        assertMissing(old.child("a"), ROOT.child(3));
        assertPresent(current, current.child("a"), current.child("b"), KeyPath.of("other"));
        assertThat(cache.deleteAllBut(ROOT.asPrefix(), current.asPrefix())).isZero();
    }

    @Test
    void deleteAllButOfPrefixesApartRemovesTheFirst() {
        put(ROOT.child("a"), KeyPath.of("other"));

        assertThat(cache.deleteAllBut(ROOT.asPrefix(), KeyPath.of("other").asPrefix())).isEqualTo(kept(1));
        assertThat(cache.deleteAllBut(KeyPath.of("other").asPrefix(), KeyPath.root().asPrefix())).isZero();

        assertMissing(ROOT.child("a"));
        assertPresent(KeyPath.of("other"));
    }

    @Test
    void getAllGivesTheRowsThatAreThere() {
        put(ROOT.child("a"), ROOT.child("c"));

        Map<KeyPath, CachedRow> rows = cache.getAll(List.of(ROOT.child("a"), ROOT.child("b"), ROOT.child("c")));

        assertThat(rows).hasSize((int) kept(2));
        rows.forEach(Rows::assertSelfDescribing);
    }

    @Test
    void largeValuesAndLongKeysAreKept() {
        KeyPath longKey = ROOT.child("x".repeat(10_000));
        KeyPath neighbour = ROOT.child("x".repeat(9_999) + "y");
        CachedRow large = Rows.selfDescribing(longKey, 1, 3_000_000);

        cache.put(longKey, large);
        cache.put(neighbour, Rows.row("z".repeat(100_000)));

        assertStored(longKey, large);
        assertStored(neighbour, Rows.row("z".repeat(100_000)));
        assertThat(cache.deletePrefix(longKey.asPrefix())).isEqualTo(kept(1));
        assertMissing(longKey);
        assertPresentCount(1);
    }

    @Test
    void usageFollowsWhatIsHeld() {
        CacheUsage before = cache.usage();
        put(ROOT.child(1), ROOT.child(2), ROOT.child(3));
        CacheUsage full = cache.usage();
        cache.deletePrefix(ROOT.child(2).asPrefix());

        assertThat(before.entries()).isZero();
        assertThat(before.bytes()).isZero();
        assertThat(full.entries()).isEqualTo(kept(3));
        assertThat(full.bytes()).isGreaterThanOrEqualTo(kept(3 * 100)).isLessThan(100_000);
        assertThat(cache.usage().entries()).isEqualTo(kept(2));
        assertThat(cache.usage().bytes()).isBetween(kept(1), full.bytes() - kept(1));
        assertThat(full.damaged()).isZero();
        assertThat(full.evictions()).isZero();
    }

    @Test
    void closedCacheRefusesEverything() {
        cache.close();
        cache.close();

        List<Consumer<ProjectionCache>> calls = List.of(it -> it.get(ROOT), it -> it.getAll(List.of(ROOT)),
                it -> it.getAll(List.of()), it -> it.put(ROOT, Rows.row("late")),
                it -> it.deletePrefix(ROOT.asPrefix()), it -> it.deleteAllBut(ROOT.asPrefix(), ROOT.asPrefix()),
                ProjectionCache::sync, ProjectionCache::usage);

        for (Consumer<ProjectionCache> call : calls) {
            assertThatExceptionOfType(CacheFailedException.class).isThrownBy(() -> call.accept(cache));
        }
        assertThat(cache.capabilities()).isNotNull();
    }

    @Test
    void persistentRowsAndDeletionsSurviveReopening() {
        KeyPath longKey = ROOT.child("x".repeat(10_000));
        put(KeyPath.root(), ROOT.child("kept"), ROOT.child("deleted"), longKey);
        CacheUsage before = cache.usage();
        cache.deletePrefix(ROOT.child("deleted").asPrefix());
        cache.sync();
        cache.close();

        cache = open(this.directory);

        if (cache.capabilities().persistent()) {
            assertPresent(KeyPath.root(), ROOT.child("kept"), longKey);
            assertThat(cache.usage().entries()).isEqualTo(3);
            assertThat(cache.usage().bytes()).isBetween(1L, before.bytes());
            assertThat(cache.deletePrefix(KeyPath.root().asPrefix())).isEqualTo(3);
        }
        else {
            assertThat(cache.usage().entries()).isZero();
        }
        assertMissing(ROOT.child("deleted"));
    }

    @Test
    void randomWalkAgreesWithSortedMap() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        TreeMap<KeyPath, CachedRow> model = new TreeMap<>();

        for (int step = 0; step < 3_000; step++) {
            KeyPath key = randomKey(random);
            switch (random.nextInt(16)) {
                case 0 -> assertThat(cache.deletePrefix(key.asPrefix())).as("seed %d, step %d", seed, step)
                    .isEqualTo(kept(remove(model, key.asPrefix(), null)));
                case 1 -> assertThat(cache.deleteAllBut(key.asPrefix(), key.child(1).asPrefix()))
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(kept(remove(model, key.asPrefix(), key.child(1).asPrefix())));
                case 2, 3, 4, 5, 6, 7, 8 -> {
                    CachedRow row = Rows.selfDescribing(key, step, random.nextInt(600));
                    model.put(key, row);
                    cache.put(key, row);
                }
                case 9 -> {
                    if (random.nextInt(10) == 0 && cache.capabilities().persistent()) {
                        cache.close();
                        cache = open(this.directory);
                    }
                }
                default -> assertThat(agrees(key, model.get(key))).as("seed %d, step %d, %s", seed, step, key).isTrue();
            }
            assertThat(cache.usage().entries()).as("seed %d, step %d", seed, step).isEqualTo(kept(model.size()));
        }
    }

    private static KeyPath randomKey(Random random) {
        KeyPath key = KeyPath.root();
        for (int depth = random.nextInt(4); depth > 0; depth--) {
            key = switch (random.nextInt(4)) {
                case 0 -> key.child(new byte[] { (byte) -random.nextInt(3) });
                case 1 -> key.child("x".repeat(random.nextInt(3) * 70));
                default -> key.child(random.nextInt(3));
            };
        }
        return key;
    }

    private static long remove(TreeMap<KeyPath, CachedRow> model, KeyPrefix prefix, KeyPrefix kept) {
        int before = model.size();
        model.keySet().removeIf(key -> prefix.matches(key) && (kept == null || !kept.matches(key)));
        return before - model.size();
    }

    private boolean agrees(KeyPath key, CachedRow expected) {
        CachedRow actual = cache.get(key);
        return expected == null || !cache.capabilities().stores() ? actual == null : Rows.isSame(actual, expected);
    }

}
