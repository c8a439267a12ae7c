package io.tidemark.projection;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IncrementalReplayTests {

    @Test
    void eventSinceIsAppliedToTheStateThatWasThere() {
        ProjectionFixture fixture = new ProjectionFixture();
        fixture.append("a", 1, 2);
        fixture.get("a");
        fixture.counter.markIncrements();
        fixture.append("a", 3);

        Projected<Counter.Count> projected = fixture.get("a");

        assertThat(projected.outcome()).isEqualTo(Outcome.INCREMENTAL);
        assertThat(projected.state()).as("2 is a skipped event, 3 a full replay").isEqualTo(new Counter.Count(102, 6));
        assertThat(fixture.source.eventsRead).hasValue(3);
    }

    @Test
    void projectionThatIsNotIncrementalIsReplayed() {
        ProjectionFixture fixture = new ProjectionFixture(EventOrdering.STREAM_VERSION,
                new Counter("counter", Map.of(), false, 1));
        fixture.append("a", 1, 2);
        fixture.get("a");
        fixture.append("a", 3);

        assertThat(fixture.get("a").outcome()).isEqualTo(Outcome.REPLAY);
        assertThat(fixture.get("a").state().events()).isEqualTo(3);
    }

    @Test
    void incrementalEqualsFull() {
        ProjectionFixture incremental = new ProjectionFixture();
        ProjectionFixture full = new ProjectionFixture(EventOrdering.STREAM_VERSION,
                new Counter("counter", Map.of(), false, 1));
        for (int[] part : new int[][] { { 10, 20 }, { 7 } }) {
            incremental.append("a", part);
            full.append("a", part);
            incremental.get("a");
            full.get("a");
        }

        assertThat(incremental.get("a").state()).isEqualTo(full.get("a").state()).isEqualTo(new Counter.Count(3, 37));
    }

    @Test
    @Tag("P3")
    void eventBeyondAGapIsAnsweredButNotKept() {
        ProjectionFixture fixture = new ProjectionFixture();
        fixture.append("a", 1, 2);
        fixture.source.put("a", 4, "K", 4);

        Projected<Counter.Count> early = fixture.get("a");
        fixture.source.put("a", 3, "K", 3);
        fixture.counter.markIncrements();
        Projected<Counter.Count> late = fixture.get("a");

        assertThat(early.state()).as("everything visible is in the answer").isEqualTo(new Counter.Count(3, 7));
        assertThat(early.watermark()).isEqualTo(2);
        assertThat(late.state()).as("two events since the kept one").isEqualTo(new Counter.Count(202, 10));
        assertThat(late.watermark()).isEqualTo(4);
        assertThat(fixture.projections.statistics("counter").gaps()).isEqualTo(1);
    }

    @Test
    @Tag("P3")
    void gapAtTheStartKeepsNothing() {
        ProjectionFixture fixture = new ProjectionFixture();
        fixture.source.put("a", 2, "K", 2);

        assertThat(fixture.get("a").state().events()).isEqualTo(1);
        assertThat(fixture.cache.rows).isEmpty();

        fixture.source.put("a", 1, "K", 1);
        assertThat(fixture.get("a").state()).isEqualTo(new Counter.Count(2, 3));
    }

    @Test
    @Tag("P3")
    void stateBeforeAGapIsNoAnswerForMaxStale() {
        ProjectionFixture fixture = new ProjectionFixture();
        fixture.append("a", 1, 2);
        fixture.source.put("a", 4, "K", 4);
        fixture.get("a");

        assertThat(fixture.get("a", Duration.ofMinutes(1)).state().events()).isEqualTo(3);
        fixture.restart();
        assertThat(fixture.get("a", Duration.ofMinutes(1)).state().events()).isEqualTo(3);
    }

    @Test
    @Tag("P3")
    void eventAppendedBetweenLookAndLoadCostsNoReplay() {
        ProjectionFixture fixture = new ProjectionFixture();
        fixture.append("a", 1, 2);
        fixture.get("a");
        fixture.append("a", 3);
        fixture.source.afterHead = () -> {
            fixture.source.afterHead = () -> {
            };
            fixture.append("a", 4);
            fixture.get("a");
        };

        assertThat(fixture.get("a").state()).isEqualTo(new Counter.Count(4, 10));
        assertThat(fixture.projections.statistics("counter").replays()).isEqualTo(1);
        assertThat(fixture.projections.statistics("counter").diverged()).isZero();
    }

    @Test
    @Tag("P3")
    void lateEventBelowTheWatermarkIsSeenUnderGlobalSequences() {
        ProjectionFixture fixture = new ProjectionFixture(EventOrdering.GLOBAL_SEQUENCE);
        fixture.source.put("a", 10, "K", 1);
        fixture.source.put("a", 30, "K", 3);
        fixture.get("a");

        fixture.source.put("a", 20, "K", 2);

        Projected<Counter.Count> projected = fixture.get("a");
        assertThat(projected.outcome()).isEqualTo(Outcome.REPLAY);
        assertThat(projected.state()).isEqualTo(new Counter.Count(3, 6));
        assertThat(fixture.get("a").outcome()).isEqualTo(Outcome.HIT);
    }

    @Test
    @Tag("P3")
    void lateEventIsSeenTogetherWithANewerOne() {
        ProjectionFixture fixture = new ProjectionFixture(EventOrdering.GLOBAL_SEQUENCE);
        fixture.source.put("a", 10, "K", 1);
        fixture.source.put("a", 30, "K", 3);
        fixture.get("a");

        fixture.source.put("a", 20, "K", 2);
        fixture.source.put("a", 40, "K", 4);

        assertThat(fixture.get("a").state()).isEqualTo(new Counter.Count(4, 10));
        fixture.source.put("a", 50, "K", 5);
        assertThat(fixture.get("a").outcome()).isEqualTo(Outcome.INCREMENTAL);
    }

}
