package io.tidemark.livetable.cache;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Random;

import com.sun.management.ThreadMXBean;
import io.tidemark.livetable.CachedRows;
import io.tidemark.livetable.PageCache;
import io.tidemark.livetable.PageCacheUsage;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CaffeinePageCacheTests extends PageCacheContract {

    @Override
    PageCache open(Path directory) {
        return new CaffeinePageCache(100_000);
    }

    @Test
    void pageIsKeptByReference() {
        CachedRows page = Pages.page("Alice");

        this.cache.put(CLIENTS, page);

        assertThat(this.cache.get(CLIENTS)).isSameAs(page);
    }

    @Test
    @Tag("P9")
    void entriesStayWithinTheMaximum() {
        try (CaffeinePageCache bounded = new CaffeinePageCache(50)) {
            for (int id = 0; id < 1_000; id++) {
                bounded.put(CLIENTS.child(id), Pages.page("Alice"));
                assertThat(bounded.usage().entries()).isLessThanOrEqualTo(50);
            }

            PageCacheUsage usage = bounded.usage();
            assertThat(usage.entries()).isEqualTo(50);
            assertThat(usage.evictions()).isEqualTo(950);
            assertIndexed(bounded, 50);
        }
    }

    @Test
    @Tag("P1")
    void invalidationMissesNothingWhilePagesAreEvictedAndPut() throws Exception {
        long seed = System.nanoTime();
        try (CaffeinePageCache bounded = new CaffeinePageCache(40)) {
            Threads.inParallel(4, (thread) -> churn(bounded, new Random(seed + thread)));

            long entries = bounded.usage().entries();
            assertThat(bounded.usage().evictions()).as("seed %d", seed).isPositive();
            assertIndexed(bounded, entries);
            assertThat(bounded.invalidatePrefix(CLIENTS.asPrefix())).as("seed %d", seed).isEqualTo(entries);
            assertThat(bounded.usage().entries()).as("seed %d", seed).isZero();
            assertIndexed(bounded, 0);
        }
    }

    @Test
    void hitAllocatesNothing() {
        this.cache.put(CLIENTS, Pages.page("Alice"));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int misses = 0;
        for (int warm = 0; warm < 20_000; warm++) {
            misses += this.cache.get(CLIENTS) == null ? 1 : 0;
        }

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int hit = 0; hit < 100_000; hit++) {
            misses += this.cache.get(CLIENTS) == null ? 1 : 0;
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(misses).isZero();
        assertThat(allocated).isLessThan(100_000);
    }

    @Test
    void maximumMustBePositive() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CaffeinePageCache(0))
            .withMessage("maximumEntries must be positive, was 0");
    }

    private static void churn(CaffeinePageCache bounded, Random random) {
        for (int step = 0; step < 10_000; step++) {
            int id = random.nextInt(100);
            if (random.nextInt(10) == 0) {
                bounded.invalidatePrefix(CLIENTS.child(id % 10).asPrefix());
            }
            else {
                bounded.put(CLIENTS.child(id % 10).child(id), Pages.page("Alice"));
            }
        }
    }

    private static void assertIndexed(CaffeinePageCache bounded, long count) {
        assertThat(bounded).extracting("keys", InstanceOfAssertFactories.COLLECTION).hasSize((int) count);
    }

}
