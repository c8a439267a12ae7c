package io.tidemark.projection.cache;

import java.util.Random;

import io.tidemark.key.KeyPath;
import io.tidemark.projection.CachedRow;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What every backend does when many threads use it at once. */
@Tag("P11")
abstract class ProjectionCacheConcurrencyContract extends ProjectionCacheFixture {

    @Test
    void manyThreadsSeeWholeRowsOnly() throws Exception {
        long seed = System.nanoTime();

        inParallel(4, thread -> walk(new Random(seed + thread)));

        long entries = cache.usage().entries();
        assertThat(cache.usage().damaged()).as("seed %d", seed).isZero();
        assertThat(cache.deletePrefix(KeyPath.root().asPrefix())).as("seed %d", seed).isEqualTo(entries);
        assertThat(cache.usage().entries()).as("seed %d", seed).isZero();
        assertThat(cache.usage().bytes()).as("seed %d", seed).isZero();
        for (int id = 0; id < 20; id++) {
            assertMissing(ROOT.child(id % 3).child(id));
        }
    }

    @Test
    void rowThatIsReplacedIsNeverMissing() throws Exception {
        KeyPath key = ROOT.child("hot");
        put(key);
        inParallel(4, thread -> {
            for (int step = 0; step < 500; step++) {
                if (thread < 2) {
                    cache.put(key, Rows.selfDescribing(key, step, step * 13 % 6_000));
                }
                else if (cache.capabilities().stores()) {
                    CachedRow row = cache.get(key);
                    assertThat(row).as("thread %d, step %d", thread, step).isNotNull();
                    Rows.assertSelfDescribing(key, row);
                }
            }
        });

        assertThat(cache.deletePrefix(key.asPrefix())).isEqualTo(kept(1));
    }

    @Test
    void deletePrefixIsExactWhileOthersWrite() throws Exception {
        inParallel(4, thread -> {
            KeyPath group = ROOT.child(thread);
            for (int round = 0; round < 60; round++) {
                for (int id = 0; id < round % 7; id++) {
                    cache.put(group.child(id), Rows.selfDescribing(group.child(id), round, 50));
                }
                assertThat(cache.deletePrefix(group.asPrefix())).as("round %d", round).isEqualTo(kept(round % 7));
                assertMissing(group.child(0), group.child(5));
            }
        });

        assertThat(cache.usage().entries()).isZero();
        assertThat(cache.usage().bytes()).isZero();
    }

    private void walk(Random random) {
        for (int step = 0; step < 1_500; step++) {
            int id = random.nextInt(20);
            KeyPath key = ROOT.child(id % 3).child(id);
            int dice = random.nextInt(20);
            if (dice == 0) {
                cache.deletePrefix(ROOT.child(id % 3).asPrefix());
            }
            else if (dice == 1) {
                cache.deletePrefix(key.asPrefix());
            }
            else if (dice < 8) {
                cache.put(key, Rows.selfDescribing(key, random.nextInt(1_000_000), random.nextInt(5_000)));
            }
            else {
                CachedRow row = cache.get(key);
                if (row != null) {
                    Rows.assertSelfDescribing(key, row);
                }
            }
        }
    }

}
