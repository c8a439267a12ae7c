package io.tidemark.projection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

class BatchReadTests {

    private final ProjectionFixture fixture = new ProjectionFixture();

    private final List<String> ids = IntStream.range(0, 2_500).mapToObj((i) -> "s" + i).toList();

    @Test
    void batchCostsOneLookAtTheHeadsOfEachThousand() {
        this.ids.forEach((id) -> this.fixture.append(id, 1));

        Map<String, Projected<Counter.Count>> cold = this.fixture.projections.projectAll(this.fixture.counter, this.ids);
        Map<String, Projected<Counter.Count>> warm = this.fixture.projections.projectAll(this.fixture.counter, this.ids);

        assertThat(cold.keySet()).containsExactlyElementsOf(this.ids);
        assertThat(cold.values()).allMatch((each) -> each.outcome() == Outcome.REPLAY && each.state().events() == 1);
        assertThat(warm.values()).allMatch((each) -> each.outcome() == Outcome.HIT);
        assertThat(this.fixture.source.heads).hasValue(0);
        assertThat(this.fixture.source.batchHeads).hasValue(6);
    }

    @Test
    void eachStreamOfABatchIsAnsweredInItsOwnWay() {
        this.fixture.append("hit", 1);
        this.fixture.append("behind", 1);
        this.fixture.get("hit");
        this.fixture.get("behind");
        this.fixture.append("behind", 1);
        this.fixture.append("new", 1);

        Map<String, Projected<Counter.Count>> projected = this.fixture.reader
            .getAll(List.of("hit", "behind", "new", "none", "hit"));

        assertThat(projected).hasSize(4);
        assertThat(projected.get("hit").outcome()).isEqualTo(Outcome.HIT);
        assertThat(projected.get("behind").outcome()).isEqualTo(Outcome.INCREMENTAL);
        assertThat(projected.get("new").outcome()).isEqualTo(Outcome.REPLAY);
        assertThat(projected.get("none").outcome()).isEqualTo(Outcome.EMPTY);
    }

    @Test
    void batchAfterARestartReadsRowsOnly() {
        List<String> some = this.ids.subList(0, 100);
        some.forEach((id) -> this.fixture.append(id, 1));
        this.fixture.projections.warm(this.fixture.counter, some);
        int reads = this.fixture.source.reads.get();
        this.fixture.restart();

        assertThat(this.fixture.reader.getAll(some).values()).allMatch((each) -> each.outcome() == Outcome.HIT);
        assertThat(this.fixture.source.reads).hasValue(reads);
    }

    @Test
    void batchOfFreshStatesLooksAtNothing() {
        this.fixture.append("a", 1);
        this.fixture.get("a");

        this.fixture.reader.getAll(List.of("a"), Freshness.maxStale(Duration.ofMinutes(1)));

        assertThat(this.fixture.source.batchHeads).hasValue(0);
    }

    @Test
    void warmTellsHowFarItGot() {
        this.ids.forEach((id) -> this.fixture.append(id, 1));
        List<String> progress = new ArrayList<>();

        this.fixture.projections.warm(this.fixture.counter, this.ids,
                (name, done, total) -> progress.add(name + " " + done + "/" + total));

        assertThat(progress).containsExactly("counter 1000/2500", "counter 2000/2500", "counter 2500/2500");
        assertThat(this.fixture.cache.rows).hasSize(2_500);
        assertThat(this.fixture.projections.statistics("counter").warmed()).isEqualTo(2_500);
    }

    @Test
    void batchWaitsForTheLoadOfAnotherAndLeadsTheRest() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            this.fixture.append("a", 1);
            this.fixture.append("b", 2);
            MemoryEventSource.Barrier barrier = this.fixture.source.holdNextRead();
            Future<Projected<Counter.Count>> single = executor.submit(() -> this.fixture.get("a"));
            barrier.awaitRead();
            ExecutorService other = Executors.newSingleThreadExecutor();
            Future<Map<String, Projected<Counter.Count>>> batch = other
                .submit(() -> this.fixture.reader.getAll(List.of("a", "b")));
            other.shutdown();
            await().until(() -> this.fixture.projections.statistics("counter").coalesced() == 1);
            barrier.release();

            assertThat(single.get(10, TimeUnit.SECONDS).state().sum()).isEqualTo(1);
            assertThat(batch.get(10, TimeUnit.SECONDS).get("a").state().sum()).isEqualTo(1);
            assertThat(batch.get(10, TimeUnit.SECONDS).get("b").state().sum()).isEqualTo(2);
            assertThat(this.fixture.source.reads).hasValue(2);
        }
        finally {
            executor.shutdownNow();
        }
    }

    @Test
    void failedBatchLeavesNoLoadBehind() {
        this.fixture.append("a", 1);
        this.fixture.source.failure = new IllegalStateException("log is down");
        assertThatIllegalStateException().isThrownBy(() -> this.fixture.reader.getAll(List.of("a")));

        this.fixture.source.failure = null;
        assertThat(this.fixture.reader.getAll(List.of("a")).get("a").state().events()).isEqualTo(1);
        assertThat(this.fixture.get("a").outcome()).isEqualTo(Outcome.HIT);
    }

    @Test
    void failureOfABatchIsNotThatOfWhoWaitsForOneOfItsStreams() throws Exception {
        this.fixture.append("a", 1);
        this.fixture.append("b", 2);
        MemoryEventSource.Barrier barrier = this.fixture.source.holdNextRead();
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            Future<?> batch = executor.submit(() -> this.fixture.reader.getAll(List.of("a", "b")));
            barrier.awaitRead();
            Future<Projected<Counter.Count>> single = executor.submit(() -> this.fixture.get("b"));
            await().until(() -> this.fixture.projections.statistics("counter").coalesced() == 1);
            this.fixture.source.failNextRead(new IllegalStateException("stream a is broken"));
            barrier.release();

            assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> batch.get(10, TimeUnit.SECONDS))
                .withMessageContaining("stream a is broken");
            assertThat(single.get(10, TimeUnit.SECONDS).state().sum()).isEqualTo(2);
        }
        finally {
            executor.shutdownNow();
        }
    }

    @Test
    void batchInsideATransactionKeepsNothing() {
        this.fixture.append("a", 1);
        this.fixture.source.transaction = TransactionScope.READ_WRITE;

        assertThat(this.fixture.reader.getAll(List.of("a", "b")).get("a").state().events()).isEqualTo(1);
        assertThat(this.fixture.cache.rows).isEmpty();
        assertThat(this.fixture.projections.statistics("counter").bypasses()).isEqualTo(2);
    }

    @Test
    void emptyIdIsRefusedBeforeAnythingIsAsked() {
        assertThatIllegalArgumentException().isThrownBy(() -> this.fixture.reader.getAll(List.of("a", "")))
            .withMessage("streamId must not be empty");
        assertThatIllegalArgumentException()
            .isThrownBy(() -> this.fixture.reader.get("", Freshness.atLeast(1, Duration.ofDays(1))))
            .withMessage("streamId must not be empty");
        assertThat(this.fixture.source.batchHeads).hasValue(0);
    }

}
