package io.tidemark.projection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

@Tag("P8")
class SingleFlightTests {

    private static final int READERS = 50;

    private final ExecutorService executor = Executors.newCachedThreadPool();

    private final ProjectionFixture fixture = new ProjectionFixture();

    private final ProjectionStatistics statistics = this.fixture.projections.statistics("counter");

    @AfterEach
    void stop() throws InterruptedException {
        this.executor.shutdownNow();
        assertThat(this.executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void fiftyReadersCostOneLoad() throws Exception {
        this.fixture.append("a", 1, 2, 3);
        MemoryEventSource.Barrier barrier = this.fixture.source.holdNextRead();
        List<Future<Projected<Counter.Count>>> readers = readers(READERS);
        barrier.awaitRead();
        await().until(() -> this.statistics.coalesced() == READERS - 1);

        barrier.release();

        for (Future<Projected<Counter.Count>> reader : readers) {
            assertThat(reader.get(10, TimeUnit.SECONDS).state()).isEqualTo(new Counter.Count(3, 6));
        }
        assertThat(this.fixture.source.reads).hasValue(1);
        assertThat(this.fixture.cache.puts).hasValue(1);
    }

    @Test
    @Tag("P1")
    void loadOvertakenByInvalidationIsNotKept() throws Exception {
        this.fixture.append("a", 1);
        MemoryEventSource.Barrier barrier = this.fixture.source.holdNextRead();
        Future<Projected<Counter.Count>> early = this.executor.submit(() -> this.fixture.get("a"));
        barrier.awaitRead();

        this.fixture.projections.invalidateStream("a");
        barrier.release();

        assertThat(early.get(10, TimeUnit.SECONDS).watermark()).isEqualTo(1);
        assertThat(this.statistics.discarded()).isEqualTo(1);
        assertThat(this.fixture.cache.rows).isEmpty();
        assertThat(this.fixture.get("a").outcome()).isEqualTo(Outcome.REPLAY);
    }

    @Test
    @Tag("P1")
    void readerAfterInvalidationDoesNotJoinOlderLoad() throws Exception {
        this.fixture.append("a", 1);
        MemoryEventSource.Barrier barrier = this.fixture.source.holdNextRead();
        Future<Projected<Counter.Count>> early = this.executor.submit(() -> this.fixture.get("a"));
        barrier.awaitRead();
        this.fixture.projections.invalidate("counter", "a");
        this.fixture.source.put("a", 1, "K", 70, "rewritten");

        Future<Projected<Counter.Count>> late = this.executor.submit(() -> this.fixture.get("a"));
        await().until(() -> this.fixture.source.heads.get() == 2);
        barrier.release();

        early.get(10, TimeUnit.SECONDS);
        assertThat(late.get(10, TimeUnit.SECONDS).state()).isEqualTo(new Counter.Count(1, 70));
        assertThat(this.statistics.coalesced()).isZero();
        assertThat(this.fixture.source.reads).hasValue(2);
    }

    @Test
    @Tag("P3")
    void readerAfterAnAppendDoesNotJoinALoadThatAimsBelowIt() throws Exception {
        this.fixture.append("a", 1);
        MemoryEventSource.Barrier barrier = this.fixture.source.holdNextRead();
        Future<Projected<Counter.Count>> early = this.executor.submit(() -> this.fixture.get("a"));
        barrier.awaitRead();
        this.fixture.append("a", 2);

        List<Future<Projected<Counter.Count>>> late = readers(READERS);
        await().until(() -> this.statistics.coalesced() == READERS - 1);
        barrier.release();

        early.get(10, TimeUnit.SECONDS);
        for (Future<Projected<Counter.Count>> reader : late) {
            assertThat(reader.get(10, TimeUnit.SECONDS).state().sum()).isEqualTo(3);
        }
        assertThat(this.fixture.source.reads).as("one ran and one waited").hasValueLessThanOrEqualTo(2);
    }

    @Test
    @Tag("P3")
    void readerAfterAGapHasClosedIsNotAnsweredByALoadThatMetIt() throws Exception {
        this.fixture.append("a", 1);
        this.fixture.source.put("a", 3, "K", 4);
        MemoryEventSource.Barrier barrier = this.fixture.source.holdNextReadAfterItsSnapshot();
        Future<Projected<Counter.Count>> early = this.executor.submit(() -> this.fixture.get("a"));
        barrier.awaitRead();
        this.fixture.source.put("a", 2, "K", 2);

        List<Future<Projected<Counter.Count>>> late = readers(10);
        await().until(() -> this.statistics.coalesced() == 10);
        barrier.release();

        assertThat(early.get(10, TimeUnit.SECONDS).state().sum()).isEqualTo(5);
        for (Future<Projected<Counter.Count>> reader : late) {
            assertThat(reader.get(10, TimeUnit.SECONDS).state().sum()).isEqualTo(7);
        }
        assertThat(this.fixture.source.reads).as("they loaded once more, together").hasValue(2);
    }

    @Test
    @Tag("P3")
    void readerAfterALostTailDoesNotJoinALoadOfTheOldHistory() throws Exception {
        this.fixture.append("a", 1, 1, 1);
        MemoryEventSource.Barrier barrier = this.fixture.source.holdNextReadAfterItsSnapshot();
        Future<Projected<Counter.Count>> early = this.executor.submit(() -> this.fixture.get("a"));
        barrier.awaitRead();
        this.fixture.source.removeFrom("a", 2);
        this.fixture.source.put("a", 2, "K", 70, "other-2");
        this.fixture.clock.advance(Duration.ofMillis(1));

        Future<Projected<Counter.Count>> late = this.executor.submit(() -> this.fixture.get("a"));
        await().until(() -> this.fixture.source.heads.get() == 2);
        barrier.release();

        early.get(10, TimeUnit.SECONDS);
        assertThat(late.get(10, TimeUnit.SECONDS).state()).isEqualTo(new Counter.Count(2, 71));
    }

    @Test
    void consistentReaderIsNotAnsweredByALoadThatMayBeStale() throws Exception {
        this.fixture.append("a", 1);
        this.fixture.get("a");
        this.fixture.restart();
        this.fixture.append("a", 2);
        MemoryEventSource.Barrier barrier = this.fixture.source.holdNextRead();
        Future<Projected<Counter.Count>> first = this.executor.submit(() -> this.fixture.get("a"));
        barrier.awaitRead();
        this.fixture.append("a", 3);
        ProjectionStatistics restarted = this.fixture.projections.statistics("counter");
        Future<Projected<Counter.Count>> consistent = this.executor.submit(() -> this.fixture.get("a"));
        await().until(() -> this.fixture.source.heads.get() == 3);
        Future<Projected<Counter.Count>> tolerant = this.executor
            .submit(() -> this.fixture.get("a", Duration.ofHours(1)));
        await().until(() -> restarted.coalesced() == 1);

        barrier.release();

        assertThat(first.get(10, TimeUnit.SECONDS).state().sum()).isGreaterThanOrEqualTo(3);
        assertThat(consistent.get(10, TimeUnit.SECONDS).state().sum()).isEqualTo(6);
        assertThat(tolerant.get(10, TimeUnit.SECONDS).state().sum()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void failureOfTheLogIsSharedAndNotKept() throws Exception {
        this.fixture.append("a", 1);
        MemoryEventSource.Barrier barrier = this.fixture.source.holdNextRead();
        List<Future<Projected<Counter.Count>>> readers = readers(READERS);
        barrier.awaitRead();
        await().until(() -> this.statistics.coalesced() == READERS - 1);
        this.fixture.source.failure = new IllegalStateException("log is down");

        barrier.release();

        for (Future<Projected<Counter.Count>> reader : readers) {
            assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> reader.get(10, TimeUnit.SECONDS))
                .havingCause()
                .isSameAs(this.fixture.source.failure);
        }
        assertThat(this.fixture.source.reads).hasValue(1);
        this.fixture.source.failure = null;
        assertThat(this.fixture.get("a").outcome()).isEqualTo(Outcome.REPLAY);
    }

    @Test
    void interruptOfTheLeaderIsItsOwn() throws Exception {
        this.fixture.append("a", 1);
        MemoryEventSource.Barrier barrier = this.fixture.source.holdNextRead();
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread leader = new Thread(() -> {
            try {
                this.fixture.get("a");
                failure.complete(new AssertionError("was not interrupted"));
            }
            catch (IllegalStateException ex) {
                failure.complete(ex);
            }
        });
        leader.start();
        barrier.awaitRead();
        List<Future<Projected<Counter.Count>>> followers = readers(10);
        await().until(() -> this.statistics.coalesced() == 10);

        leader.interrupt();

        assertThat(failure.get(10, TimeUnit.SECONDS)).hasMessage("Interrupted while reading");
        for (Future<Projected<Counter.Count>> follower : followers) {
            assertThat(follower.get(10, TimeUnit.SECONDS).state().events()).isEqualTo(1);
        }
        assertThat(this.fixture.source.reads).as("one of the others loaded for the rest").hasValueBetween(2, 11);
        leader.join(10_000);
    }

    @Test
    void interruptOfAFollowerDisturbsNobody() throws Exception {
        this.fixture.append("a", 1);
        MemoryEventSource.Barrier barrier = this.fixture.source.holdNextRead();
        Future<Projected<Counter.Count>> leader = this.executor.submit(() -> this.fixture.get("a"));
        barrier.awaitRead();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread follower = new Thread(() -> {
            try {
                this.fixture.get("a");
                interrupted.complete(false);
            }
            catch (ReadInterruptedException ex) {
                interrupted.complete(Thread.currentThread().isInterrupted());
            }
        });
        follower.start();
        await().until(() -> this.statistics.coalesced() == 1);

        follower.interrupt();

        assertThat(interrupted.get(10, TimeUnit.SECONDS)).as("its flag is set").isTrue();
        barrier.release();
        assertThat(leader.get(10, TimeUnit.SECONDS).state().events()).isEqualTo(1);
        follower.join(10_000);
    }

    @Test
    void leaderThatIsInterruptedWhileItWaitsMakesRoom() throws Exception {
        this.fixture.append("a", 1);
        MemoryEventSource.Barrier barrier = this.fixture.source.holdNextRead();
        Future<Projected<Counter.Count>> running = this.executor.submit(() -> this.fixture.get("a"));
        barrier.awaitRead();
        this.fixture.append("a", 2);
        CountDownLatch gone = new CountDownLatch(1);
        Thread waiting = new Thread(() -> {
            try {
                this.fixture.get("a");
            }
            catch (ReadInterruptedException ex) {
                gone.countDown();
            }
        });
        waiting.start();
        await().until(() -> this.fixture.source.heads.get() == 2);
        Future<Projected<Counter.Count>> follower = this.executor.submit(() -> this.fixture.get("a"));
        await().until(() -> this.statistics.coalesced() == 1);

        waiting.interrupt();
        assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
        barrier.release();

        assertThat(running.get(10, TimeUnit.SECONDS).state().events()).isPositive();
        assertThat(follower.get(10, TimeUnit.SECONDS).state().events()).isEqualTo(2);
        waiting.join(10_000);
    }

    @Test
    void readerInsideATransactionNeverWaits() throws Exception {
        this.fixture.append("a", 1);
        MemoryEventSource.Barrier barrier = this.fixture.source.holdNextRead();
        Future<Projected<Counter.Count>> leader = this.executor.submit(() -> this.fixture.get("a"));
        barrier.awaitRead();

        this.fixture.source.transaction = TransactionScope.READ_ONLY;
        assertThat(this.fixture.get("a").outcome()).isEqualTo(Outcome.REPLAY);
        this.fixture.source.transaction = TransactionScope.NONE;

        barrier.release();
        assertThat(leader.get(10, TimeUnit.SECONDS).state().events()).isEqualTo(1);
        assertThat(this.statistics.bypasses()).isEqualTo(1);
    }

    @Test
    void foldThatReadsItsOwnStreamIsRefused() {
        ProjectionFixture nested = new ProjectionFixture();
        Projection<Counter.Count, Integer> recursive = new Projection<>() {
            @Override
            public String name() {
                return "counter";
            }

            @Override
            public Counter.Count initial(String streamId) {
                return new Counter.Count(0, 0);
            }

            @Override
            public Counter.Count apply(Counter.Count state, RecordedEvent<Integer> event) {
                return nested.reader.get("a").state();
            }
        };
        nested.append("a", 1);
        nested.projections = new Projections(
                List.of(new ProjectionDefinition<>(recursive, Counter.Count.class, nested.source, nested.codec)),
                nested.cache, new ProjectionSettings(Freshness.consistent(), 10),
                new ProjectionRuntime(Runnable::run, nested.clock.clock(), LoadObserver.NONE));
        nested.reader = nested.projections.reader(recursive);

        assertThatIllegalStateException().isThrownBy(() -> nested.get("a"))
            .withMessage("A projection must not be read while the same thread folds it for the same stream: "
                    + "use the state that is passed to apply");
    }

    private List<Future<Projected<Counter.Count>>> readers(int count) {
        List<Future<Projected<Counter.Count>>> readers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            readers.add(this.executor.submit(() -> this.fixture.get("a")));
        }
        return readers;
    }

}
