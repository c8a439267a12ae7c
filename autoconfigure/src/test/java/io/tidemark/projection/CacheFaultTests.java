package io.tidemark.projection;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Tag("P4")
class CacheFaultTests {

    private final ProjectionFixture fixture = new ProjectionFixture();

    private final CacheFaults faults = this.fixture.projections.statistics("counter").faults();

    @Test
    void cacheThatFailsCostsAReplayAndACounter() {
        this.fixture.append("a", 1, 2);
        this.fixture.cache.prefetching = true;
        this.fixture.cache.failing = true;

        assertThat(this.fixture.get("a").state().events()).isEqualTo(2);
        assertThat(this.faults.count(CacheFaults.Kind.GET)).isEqualTo(1);
        assertThat(this.faults.count(CacheFaults.Kind.PUT)).isEqualTo(1);
        assertThat(this.faults.count(CacheFaults.Kind.PREFETCH)).isPositive();
        assertThat(this.faults.last()).satisfies((fault) -> assertThat(fault.message()).contains("failed on purpose"));
        assertThat(this.fixture.get("a").outcome()).as("the heap has it").isEqualTo(Outcome.HIT);
    }

    @Test
    void damagedValueIsReplayed() {
        this.fixture.append("a", 1, 2);
        this.fixture.get("a");
        this.fixture.cache.rows.replaceAll((key, row) -> new CachedRow(new byte[] { 1, 2, 3 }, row.position(),
                row.cachedAtMicros(), row.codec()));
        this.fixture.restart();

        assertThat(this.fixture.get("a", Duration.ofMinutes(1)).state().events()).isEqualTo(2);
        assertThat(this.fixture.projections.statistics("counter").faults().count(CacheFaults.Kind.DECODE)).isPositive();
        this.fixture.restart();
        assertThat(this.fixture.get("a").outcome()).as("the row was written anew").isEqualTo(Outcome.HIT);
    }

    @Test
    void damagedValueBehindTheLogIsNeitherServedNorABase() {
        this.fixture.append("a", 1, 2);
        this.fixture.get("a");
        this.fixture.cache.rows.replaceAll((key, row) -> new CachedRow(new byte[0], row.position(),
                row.cachedAtMicros(), row.codec()));
        this.fixture.append("a", 3);
        this.fixture.restart();

        assertThat(this.fixture.get("a", Duration.ofMinutes(1)).state().events()).isEqualTo(3);
    }

    @Test
    void stateThatCannotBeEncodedIsReturnedAndKeptNowhere() {
        this.fixture.append("a", 1, 2);
        this.fixture.codec.failing = true;

        assertThat(this.fixture.get("a").state().events()).isEqualTo(2);
        assertThat(this.fixture.get("a").outcome()).isEqualTo(Outcome.REPLAY);
        assertThat(this.fixture.cache.rows).isEmpty();
        assertThat(this.faults.count(CacheFaults.Kind.ENCODE)).isEqualTo(2);
    }

    @Test
    void faultOfTheLogReachesTheReaderAndIsNotKept() {
        this.fixture.append("a", 1, 2);
        this.fixture.source.failure = new IllegalStateException("log is down");

        assertThatIllegalStateException().isThrownBy(() -> this.fixture.get("a")).withMessage("log is down");

        this.fixture.source.failure = null;
        assertThat(this.fixture.get("a").state().events()).isEqualTo(2);
    }

    @Test
    void prefetchIsAskedOnlyOfACacheThatPrefetches() {
        this.fixture.append("a", 1);
        this.fixture.get("a");
        assertThat(this.fixture.cache.prefetches).hasValue(0);

        this.fixture.restart();
        this.fixture.cache.prefetching = true;
        this.fixture.get("a");
        assertThat(this.fixture.cache.prefetches).hasPositiveValue();
    }

    @Test
    void invalidationThatTheCacheCannotDoIsToldToTheCaller() {
        this.fixture.append("a", 1);
        this.fixture.get("a");
        this.fixture.cache.failing = true;

        assertThatExceptionOfType(CacheFailedException.class)
            .isThrownBy(() -> this.fixture.projections.invalidateStream("a"));
        assertThat(this.fixture.get("a").outcome()).as("in this process it holds").isEqualTo(Outcome.REPLAY);
    }

    @Test
    void closedCacheCostsReplays() {
        this.fixture.append("a", 1);
        this.fixture.cache.close();

        assertThat(this.fixture.get("a").state().events()).isEqualTo(1);
    }

}
