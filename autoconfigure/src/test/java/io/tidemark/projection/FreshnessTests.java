package io.tidemark.projection;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FreshnessTests {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ProjectionFixture fixture = new ProjectionFixture();

    @Test
    void streamWithoutEventsIsEmptyAndAsksTheCacheForNothing() {
        Projected<Counter.Count> consistent = this.fixture.get("a");
        Projected<Counter.Count> stale = this.fixture.get("a", MINUTE);
        Projected<Counter.Count> any = this.fixture.reader.get("a", Freshness.anyAge());

        assertThat(consistent.outcome()).isEqualTo(Outcome.EMPTY);
        assertThat(consistent.state()).isEqualTo(new Counter.Count(0, 0));
        assertThat(consistent.watermark()).isEqualTo(-1);
        assertThat(stale.outcome()).isEqualTo(Outcome.EMPTY);
        assertThat(any.outcome()).isEqualTo(Outcome.EMPTY);
        assertThat(this.fixture.cache.gets).hasValue(0);
        assertThat(this.fixture.cache.puts).hasValue(0);
        assertThat(this.fixture.source.heads).as("the empty state is known for a minute").hasValue(1);
    }

    @Test
    void secondConsistentReadIsAHitThatReadsNoEvent() {
        this.fixture.append("a", 1, 2);

        Projected<Counter.Count> first = this.fixture.get("a");
        Projected<Counter.Count> second = this.fixture.get("a");

        assertThat(first.outcome()).isEqualTo(Outcome.REPLAY);
        assertThat(first.state()).isEqualTo(new Counter.Count(2, 3));
        assertThat(second.outcome()).isEqualTo(Outcome.HIT);
        assertThat(second.state()).isEqualTo(first.state());
        assertThat(second.watermark()).isEqualTo(2);
        assertThat(this.fixture.source.reads).hasValue(1);
        assertThat(this.fixture.cache.gets).hasValue(1);
    }

    @Test
    @Tag("P3")
    void consistentReadSeesTheThirdEvent() {
        this.fixture.append("a", 1, 2);
        this.fixture.get("a");

        this.fixture.append("a", 3);

        assertThat(this.fixture.get("a").state()).isEqualTo(new Counter.Count(3, 6));
    }

    @Test
    void maxStaleServesWhatItHasWithoutALook() {
        this.fixture.append("a", 1, 2);
        this.fixture.get("a");
        this.fixture.append("a", 3);
        int heads = this.fixture.source.heads.get();

        Projected<Counter.Count> stale = this.fixture.get("a", MINUTE);

        assertThat(stale.state().events()).isEqualTo(2);
        assertThat(stale.outcome()).isEqualTo(Outcome.HIT);
        assertThat(this.fixture.source.heads).hasValue(heads);
    }

    @Test
    void maxStaleOfZeroLooksEveryTime() {
        this.fixture.append("a", 1, 2);
        this.fixture.get("a");
        this.fixture.append("a", 3);

        assertThat(this.fixture.get("a", Duration.ZERO).state().events()).isEqualTo(3);
    }

    @Test
    void ageEqualToTheLimitIsStale() {
        this.fixture.append("a", 1, 2);
        this.fixture.get("a");
        this.fixture.append("a", 3);

        this.fixture.clock.advance(Duration.ofMillis(5).minusNanos(1));
        assertThat(this.fixture.get("a", Duration.ofMillis(5)).state().events()).isEqualTo(2);

        this.fixture.clock.advance(Duration.ofNanos(1));
        assertThat(this.fixture.get("a", Duration.ofMillis(5)).state().events()).isEqualTo(3);
    }

    @Test
    void stateFoundAtTheHeadIsFreshWhateverItsAge() {
        this.fixture.append("a", 1, 2);
        this.fixture.get("a");
        this.fixture.clock.advance(Duration.ofDays(1));

        Projected<Counter.Count> found = this.fixture.get("a", MINUTE);

        assertThat(found.outcome()).isEqualTo(Outcome.HIT);
        assertThat(found.age()).isZero();
        assertThat(this.fixture.source.reads).as("no event was read again").hasValue(1);
    }

    @Test
    void ageIsTheTimeSinceTheStateWasLastAtTheHead() {
        this.fixture.append("a", 1);
        this.fixture.get("a");
        this.fixture.clock.advance(Duration.ofSeconds(30));

        Projected<Counter.Count> projected = this.fixture.get("a", MINUTE);

        assertThat(projected.age()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void wallClockThatGoesBackwardsDoesNotChangeAgesWithinTheProcess() {
        this.fixture.append("a", 1);
        this.fixture.get("a");
        this.fixture.append("a", 1);
        this.fixture.clock.advance(MINUTE);
        this.fixture.clock.moveWallClock(Duration.ofDays(-3));

        assertThat(this.fixture.get("a", MINUTE).state().events()).isEqualTo(2);
    }

    @Test
    void longestLimitIsNotAnOverflow() {
        this.fixture.append("a", 1);
        this.fixture.get("a");
        this.fixture.append("a", 1);
        this.fixture.clock.advance(Duration.ofDays(365));

        assertThat(this.fixture.get("a", Duration.ofSeconds(Long.MAX_VALUE)).state().events()).isEqualTo(1);
        assertThat(this.fixture.reader.get("a", Freshness.anyAge()).state().events()).isEqualTo(1);
    }

    @Test
    @Tag("P2")
    void appendOfThisProcessEndsWhatMaxStaleAndAnyAgeMayServe() {
        this.fixture.append("a", 1);
        this.fixture.get("a");
        this.fixture.append("a", 1);

        this.fixture.projections.appended("a");

        assertThat(this.fixture.get("a", MINUTE).outcome()).isEqualTo(Outcome.INCREMENTAL);
        this.fixture.append("a", 1);
        this.fixture.projections.appended("a");
        assertThat(this.fixture.reader.get("a", Freshness.anyAge()).state().events()).isEqualTo(3);
    }

    @Test
    void staleStateIsServedAndRefreshedOnceInTheBackground() {
        Deque<Runnable> tasks = new ArrayDeque<>();
        this.fixture.refresher = tasks::add;
        Freshness freshness = Freshness.maxStale(Duration.ofSeconds(5)).staleWhileRevalidate(MINUTE);
        this.fixture.append("a", 1);
        this.fixture.get("a");
        this.fixture.append("a", 1);
        this.fixture.clock.advance(Duration.ofSeconds(5));

        Projected<Counter.Count> first = this.fixture.reader.get("a", freshness);
        Projected<Counter.Count> second = this.fixture.reader.get("a", freshness);
        assertThat(tasks).hasSize(1);
        tasks.remove().run();
        Projected<Counter.Count> third = this.fixture.reader.get("a", freshness);

        assertThat(first.outcome()).isEqualTo(Outcome.STALE);
        assertThat(first.state().events()).isEqualTo(1);
        assertThat(second.outcome()).isEqualTo(Outcome.STALE);
        assertThat(third.outcome()).isEqualTo(Outcome.HIT);
        assertThat(third.state().events()).isEqualTo(2);
    }

    @Test
    void pastTheSecondLimitTheReaderLoads() {
        Freshness freshness = Freshness.maxStale(Duration.ofSeconds(5)).staleWhileRevalidate(MINUTE);
        this.fixture.append("a", 1);
        this.fixture.get("a");
        this.fixture.append("a", 1);
        this.fixture.clock.advance(MINUTE);

        assertThat(this.fixture.reader.get("a", freshness).outcome()).isEqualTo(Outcome.INCREMENTAL);
    }

    @Test
    void refusedRefreshIsCountedAndTriedAgain() {
        this.fixture.refresher = (task) -> {
            throw new RejectedExecutionException("full");
        };
        Freshness freshness = Freshness.maxStale(Duration.ofSeconds(5)).staleWhileRevalidate(MINUTE);
        this.fixture.append("a", 1);
        this.fixture.get("a");
        this.fixture.clock.advance(Duration.ofSeconds(5));

        this.fixture.reader.get("a", freshness);
        this.fixture.refresher = Runnable::run;
        this.fixture.reader.get("a", freshness);

        ProjectionStatistics statistics = this.fixture.projections.statistics("counter");
        assertThat(statistics.failedRefreshes()).isEqualTo(1);
        assertThat(statistics.refreshes()).isEqualTo(1);
    }

    @Test
    void atLeastIsAnsweredByAnyStateThatIsFarEnough() {
        this.fixture.append("a", 1, 2);
        this.fixture.get("a");
        this.fixture.append("a", 3);
        int heads = this.fixture.source.heads.get();

        Projected<Counter.Count> projected = this.fixture.reader.get("a", Freshness.atLeast(2, MINUTE));

        assertThat(projected.watermark()).isEqualTo(2);
        assertThat(this.fixture.source.heads).hasValue(heads);
        assertThat(this.fixture.reader.get("a", Freshness.atLeast(3, MINUTE)).watermark()).isEqualTo(3);
    }

    @Test
    void atLeastSaysWhatItWaitedForInVain() {
        this.fixture.append("a", 1, 2);

        assertThatExceptionOfType(FreshnessTimeoutException.class)
            .isThrownBy(() -> this.fixture.reader.get("a", Freshness.atLeast(3, Duration.ZERO)))
            .withMessage("Projection 'counter' of stream 'a' must include event 3, but the log ended at 2 after PT0S: "
                    + "wait longer, or check that the event was committed and that the database read is not behind")
            .satisfies((ex) -> assertThat(ex.headSequence()).isEqualTo(2));
    }

    @Test
    void atLeastIsNotFooledByALaterEventUnderGlobalSequences() {
        ProjectionFixture global = new ProjectionFixture(EventOrdering.GLOBAL_SEQUENCE);
        global.source.put("a", 5, "K", 1);
        global.source.put("a", 9, "K", 1);
        global.get("a");

        assertThatExceptionOfType(FreshnessTimeoutException.class)
            .isThrownBy(() -> global.reader.get("a", Freshness.atLeast(7, Duration.ZERO)));
        global.source.put("a", 7, "K", 1);
        assertThat(global.reader.get("a", Freshness.atLeast(7, Duration.ZERO)).state().events()).isEqualTo(3);
    }

    @Test
    void atLeastTakesTheSequenceOfAnIrrelevantEvent() {
        ProjectionFixture typed = new ProjectionFixture(EventOrdering.STREAM_VERSION,
                new Counter("counter", Map.of("K", Integer.class), true, 1));
        typed.source.append("a", "K", 1);
        typed.source.append("a", "N", 1);

        assertThat(typed.reader.get("a", Freshness.atLeast(2, Duration.ZERO)).state().events()).isEqualTo(1);
    }

    @Test
    void irrelevantEventsAreNeitherReadNorCounted() {
        ProjectionFixture typed = new ProjectionFixture(EventOrdering.STREAM_VERSION,
                new Counter("counter", Map.of("K", Integer.class), true, 1));
        for (int i = 0; i < 5; i++) {
            typed.source.append("a", "K", 1);
            typed.source.append("a", "N", 1);
        }
        typed.get("a");

        assertThat(typed.source.eventsRead).hasValue(5);
        assertThat(typed.get("a").outcome()).isEqualTo(Outcome.HIT);
        typed.source.append("a", "N", 1);
        assertThat(typed.get("a").outcome()).as("an irrelevant event costs nothing").isEqualTo(Outcome.HIT);
    }

    @Test
    void negativeAndContradictoryLimitsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Freshness.maxStale(Duration.ofSeconds(-1)))
            .withMessage("max-stale must not be negative, was PT-1S");
        assertThatIllegalArgumentException()
            .isThrownBy(() -> Freshness.maxStale(MINUTE).staleWhileRevalidate(Duration.ofSeconds(60)))
            .withMessage("stale-while-revalidate must be longer than max-stale PT1M, was PT1M");
        assertThatIllegalArgumentException().isThrownBy(() -> Freshness.atLeast(-1, MINUTE))
            .withMessage("sequence must not be negative, was -1");
        assertThatIllegalArgumentException().isThrownBy(() -> Freshness.atLeast(1, MINUTE.negated()))
            .withMessage("timeout must not be negative, was PT-1M");
    }

    @Test
    void idsAreAnyStringButTheEmptyOne() {
        String longest = "x".repeat(10_000);
        this.fixture.append(longest, 1);

        assertThat(this.fixture.get(longest).state().events()).isEqualTo(1);
        assertThat(this.fixture.get(longest).outcome()).isEqualTo(Outcome.HIT);
        assertThatIllegalArgumentException().isThrownBy(() -> this.fixture.get(""))
            .withMessage("streamId must not be empty");
        assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> this.fixture.get(null));
    }

    @Test
    void twoStreamsDoNotMix() {
        this.fixture.append("a", 1, 1, 1, 1, 1);
        this.fixture.append("b", 2, 2, 2, 2, 2);

        assertThat(this.fixture.get("a").state()).isEqualTo(new Counter.Count(5, 5));
        assertThat(this.fixture.get("b").state()).isEqualTo(new Counter.Count(5, 10));
    }

}
