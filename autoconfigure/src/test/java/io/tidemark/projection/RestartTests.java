package io.tidemark.projection;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.tidemark.key.KeyPath;

import static org.assertj.core.api.Assertions.assertThat;

class RestartTests {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ProjectionFixture fixture = new ProjectionFixture();

    @Test
    void firstReadAfterARestartIsAHitOnAnUnchangedLog() {
        this.fixture.append("a", 1, 2);
        this.fixture.get("a");

        this.fixture.restart();

        assertThat(this.fixture.get("a").outcome()).isEqualTo(Outcome.HIT);
        assertThat(this.fixture.source.reads).hasValue(1);
        assertThat(this.fixture.get("a").state()).isEqualTo(new Counter.Count(2, 3));
        assertThat(this.fixture.cache.gets).as("the heap answers from then on").hasValue(1);
    }

    @Test
    @Tag("P3")
    void rowBehindTheLogIsTheBaseOfAConsistentRead() {
        this.fixture.append("a", 1, 2);
        this.fixture.get("a");
        this.fixture.restart();
        this.fixture.append("a", 3);
        this.fixture.counter.markIncrements();

        assertThat(this.fixture.get("a").state()).isEqualTo(new Counter.Count(102, 6));
    }

    @Test
    void youngRowBehindTheLogIsServedAsStaleWhereThatIsAllowed() {
        this.fixture.append("a", 1, 2);
        this.fixture.get("a");
        this.fixture.restart();
        this.fixture.append("a", 3);
        this.fixture.clock.advance(Duration.ofSeconds(20));

        Projected<Counter.Count> restored = this.fixture.get("a", MINUTE);

        assertThat(restored.outcome()).isEqualTo(Outcome.STALE);
        assertThat(restored.state().events()).isEqualTo(2);
        assertThat(restored.age()).isEqualTo(Duration.ofSeconds(20));
        this.fixture.clock.advance(Duration.ofSeconds(40));
        assertThat(this.fixture.get("a", MINUTE).outcome()).isEqualTo(Outcome.INCREMENTAL);
    }

    @Test
    @Tag("P2")
    void rowIsNotServedAsStaleAfterAnAppendOfThisProcess() {
        this.fixture.append("a", 1, 2);
        this.fixture.get("a");
        this.fixture.restart();
        this.fixture.append("a", 3);
        this.fixture.projections.appended("a");

        assertThat(this.fixture.get("a", MINUTE).state().events()).isEqualTo(3);
    }

    @Test
    void rowFromTheFutureIsStale() {
        this.fixture.append("a", 1, 2);
        this.fixture.get("a");
        this.fixture.restart();
        this.fixture.append("a", 3);
        this.fixture.clock.moveWallClock(Duration.ofHours(-1));

        assertThat(this.fixture.get("a", MINUTE).outcome()).isEqualTo(Outcome.INCREMENTAL);
    }

    @Test
    void timeThatALoadTookCountsAsAge() {
        this.fixture.append("a", 1, 2);
        this.fixture.source.afterHead = () -> this.fixture.clock.advance(Duration.ofSeconds(50));
        this.fixture.get("a");
        this.fixture.source.afterHead = () -> {
        };
        this.fixture.restart();
        this.fixture.append("a", 3);
        this.fixture.clock.advance(Duration.ofSeconds(10));

        assertThat(this.fixture.get("a", MINUTE).outcome()).isEqualTo(Outcome.INCREMENTAL);
    }

    @Test
    void rowOfAnyAgeIsServedWhereThatIsAllowed() {
        this.fixture.append("a", 1, 2);
        this.fixture.get("a");
        this.fixture.restart();
        this.fixture.append("a", 3);
        this.fixture.clock.advance(Duration.ofDays(400));

        assertThat(this.fixture.reader.get("a", Freshness.anyAge()).outcome()).isEqualTo(Outcome.STALE);
    }

    @Test
    @Tag("P3")
    void rowAheadOfTheLogIsNeverServed() {
        this.fixture.append("a", 1, 2);
        this.fixture.get("a");
        KeyPath key = this.fixture.cache.rows.firstKey();
        this.fixture.cache.rows.put(key,
                new CachedRow(this.fixture.codec.encode(new Counter.Count(99, 99)),
                        new Position(Long.MAX_VALUE, "forged", 0), 1_700_000_000_000_000L, "count"));
        this.fixture.restart();

        assertThat(this.fixture.get("a", MINUTE).state().events()).isEqualTo(2);
        assertThat(this.fixture.reader.get("a", Freshness.anyAge()).state().events()).isEqualTo(2);
        assertThat(this.fixture.get("a").state().events()).isEqualTo(2);
    }

    @Test
    @Tag("P3")
    void logThatLostItsTailIsNeverAnsweredFromTheOldHistory() {
        this.fixture.append("a", 1, 2, 3);
        this.fixture.get("a");
        this.fixture.source.removeFrom("a", 2);
        this.fixture.source.put("a", 2, "K", 50, "other-2");
        this.fixture.source.put("a", 3, "K", 60, "other-3");

        assertThat(this.fixture.get("a").state()).isEqualTo(new Counter.Count(3, 111));
        assertThat(this.fixture.get("a").outcome()).isEqualTo(Outcome.HIT);
    }

    @Test
    @Tag("P3")
    void otherHistoryIsNeverABase() {
        this.fixture.append("a", 1, 2, 3);
        this.fixture.get("a");
        this.fixture.source.removeFrom("a", 2);
        this.fixture.source.put("a", 2, "K", 50, "other-2");
        this.fixture.source.put("a", 3, "K", 60, "other-3");
        this.fixture.source.put("a", 4, "K", 70, "other-4");
        this.fixture.restart();

        assertThat(this.fixture.reader.get("a", Freshness.anyAge()).state()).isEqualTo(new Counter.Count(4, 181));
        assertThat(this.fixture.get("a").state()).isEqualTo(new Counter.Count(4, 181));
        assertThat(this.fixture.projections.statistics("counter").diverged()).isPositive();
    }

    @Test
    @Tag("P3")
    void shorterLogIsReplayed() {
        this.fixture.append("a", 1, 2, 3);
        this.fixture.get("a");
        this.fixture.source.removeFrom("a", 3);

        assertThat(this.fixture.get("a").state()).isEqualTo(new Counter.Count(2, 3));
    }

    @Test
    void otherVersionIsAnotherCache() {
        this.fixture.append("a", 1, 2);
        this.fixture.get("a");
        KeyPath old = this.fixture.cache.rows.firstKey();

        Counter next = new Counter("counter", java.util.Map.of(), true, 2);
        Projections projections = this.fixture.projections(next, this.fixture.cache);

        assertThat(this.fixture.cache.rows).as("rows of the old version are removed").isEmpty();
        assertThat(projections.project(next, "a").outcome()).isEqualTo(Outcome.REPLAY);
        assertThat(this.fixture.cache.rows).doesNotContainKey(old).hasSize(1);
    }

    @Test
    void otherEventTypesAreAnotherCache() {
        this.fixture.append("a", 1, 2);
        this.fixture.get("a");

        Counter next = new Counter("counter", java.util.Map.of("K", Integer.class), true, 1);

        assertThat(this.fixture.projections(next, this.fixture.cache).project(next, "a").outcome())
            .isEqualTo(Outcome.REPLAY);
    }

    @Test
    void rowOfAnotherCodecIsMissing() {
        this.fixture.append("a", 1, 2);
        this.fixture.get("a");
        this.fixture.cache.rows.replaceAll((key, row) -> new CachedRow(row.value(), row.position(),
                row.cachedAtMicros(), "other"));
        this.fixture.restart();

        assertThat(this.fixture.get("a").outcome()).isEqualTo(Outcome.REPLAY);
    }

}
