package io.tidemark.projection;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Tag("P1")
class InvalidationTests {

    private final ProjectionFixture fixture = new ProjectionFixture();

    @Test
    void invalidatedStreamIsReplayedAndKeptAgain() {
        this.fixture.append("a", 1, 2);
        this.fixture.get("a");

        assertThat(this.fixture.projections.invalidateStream("a")).isEqualTo(1);

        assertThat(this.fixture.reader.get("a", Freshness.anyAge()).outcome()).isEqualTo(Outcome.REPLAY);
        assertThat(this.fixture.cache.rows).hasSize(1);
        assertThat(this.fixture.get("a").outcome()).isEqualTo(Outcome.HIT);
    }

    @Test
    void prefixMeansTheIdsThatStartWithIt() {
        for (String id : List.of("client", "client-1", "client-2", "clients", "other")) {
            this.fixture.append(id, 1);
            this.fixture.get(id);
        }

        assertThat(this.fixture.projections.invalidate("counter", "client-")).isEqualTo(2);
        assertThat(this.fixture.projections.invalidate("counter", "client-")).isZero();

        assertThat(this.fixture.get("client-1").outcome()).isEqualTo(Outcome.REPLAY);
        assertThat(this.fixture.get("clients").outcome()).isEqualTo(Outcome.HIT);
        assertThat(this.fixture.get("client").outcome()).isEqualTo(Outcome.HIT);
    }

    @Test
    void otherStreamsKeepTheirRowsWhenAPrefixGoes() {
        this.fixture.append("a", 1);
        this.fixture.append("b", 1);
        this.fixture.get("a");
        this.fixture.get("b");
        int reads = this.fixture.source.reads.get();

        this.fixture.projections.invalidate("counter", "a");

        assertThat(this.fixture.get("b").outcome()).isEqualTo(Outcome.HIT);
        assertThat(this.fixture.source.reads).hasValue(reads);
    }

    @Test
    void invalidationOfAllLeavesNothing() {
        this.fixture.append("a", 1);
        this.fixture.append("b", 1);
        this.fixture.projections.warm(this.fixture.counter, List.of("a", "b"));

        assertThat(this.fixture.projections.invalidateAll("counter")).isEqualTo(2);

        assertThat(this.fixture.cache.rows).isEmpty();
        assertThat(this.fixture.get("a").outcome()).isEqualTo(Outcome.REPLAY);
    }

    @Test
    void rowReadDuringADeletionIsNotKept() {
        this.fixture.append("a", 1);
        this.fixture.get("a");
        this.fixture.source.put("a", 1, "K", 9, "a#1");
        this.fixture.cache.beforeDelete = () -> assertThat(this.fixture.get("a").outcome()).isNotNull();

        this.fixture.projections.invalidateStream("a");

        assertThat(this.fixture.get("a").state().sum()).isEqualTo(9);
    }

    @Test
    void rowReadDuringADeletionIsNotBuiltUpon() {
        this.fixture.append("a", 1);
        this.fixture.get("a");
        this.fixture.source.put("a", 1, "K", 9, "a#1");
        this.fixture.append("a", 10);
        this.fixture.cache.beforeDelete = () -> assertThat(this.fixture.get("a").outcome()).isNotNull();

        this.fixture.projections.invalidateAll("counter");

        assertThat(this.fixture.get("a").state().sum()).isEqualTo(19);
        this.fixture.restart();
        assertThat(this.fixture.get("a").state().sum()).isEqualTo(19);
    }

    @Test
    void rebuildFoldsAnew() {
        this.fixture.append("a", 1);
        this.fixture.get("a");
        this.fixture.source.put("a", 1, "K", 9, "a#1");

        assertThat(this.fixture.get("a").state().sum()).as("history was rewritten in place").isEqualTo(1);
        Projected<Counter.Count> rebuilt = this.fixture.projections.rebuild(this.fixture.counter, "a");

        assertThat(rebuilt.outcome()).isEqualTo(Outcome.REPLAY);
        assertThat(rebuilt.state().sum()).isEqualTo(9);
        assertThat(this.fixture.get("a").state().sum()).isEqualTo(9);
    }

    @Test
    void emptyPrefixAndUnknownNamesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> this.fixture.projections.invalidate("counter", ""))
            .withMessage("idPrefix must not be empty: invalidateAll means all streams");
        assertThatExceptionOfType(UnknownProjectionException.class)
            .isThrownBy(() -> this.fixture.projections.invalidate("count", "a"))
            .withMessage("Projection must be one of [counter], was 'count'");
    }

    @Test
    void twoProjectionsOfOneNameAreRefused() {
        ProjectionDefinition<Counter.Count, Integer> definition = new ProjectionDefinition<>(new Counter(),
                Counter.Count.class, this.fixture.source, this.fixture.codec);

        assertThatIllegalArgumentException()
            .isThrownBy(() -> new Projections(List.of(definition, definition), this.fixture.cache,
                    new ProjectionSettings(Freshness.consistent(), 10),
                    new ProjectionRuntime(Runnable::run, ProjectionClock.system(), LoadObserver.NONE)))
            .withMessage("name of projection io.tidemark.projection.Counter must be unique, was 'counter', "
                    + "which another one has");
    }

}
