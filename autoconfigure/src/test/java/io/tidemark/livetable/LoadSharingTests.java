package io.tidemark.livetable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

import io.tidemark.livetable.Products.Barrier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("P8")
class LoadSharingTests {

    private final LiveTablesFixture fixture = new LiveTablesFixture();

    private final Products products = this.fixture.products;

    @AfterEach
    void close() {
        this.fixture.close();
    }

    @Test
    void manyReadersOfOneKeyShareOneLoad() throws Exception {
        Barrier held = this.products.holdNextLoad();
        List<Future<List<String>>> readers = new ArrayList<>();
        readers.add(this.fixture.readElsewhere(this.products.list()));
        held.awaitLoad();
        for (int i = 1; i < 50; i++) {
            readers.add(this.fixture.readElsewhere(this.products.list()));
        }
        until(() -> this.fixture.statistics().coalesced() == 49);

        held.release();

        for (Future<List<String>> reader : readers) {
            assertThat(reader.get(10, SECONDS)).hasSize(3);
        }
        assertThat(this.products.loads).hasValue(1);
        assertThat(this.fixture.statistics().misses()).isEqualTo(50);
        assertThat(this.fixture.tables.loadsInProgress()).isZero();
    }

    @Test
    void readersWhoWaitedShareTheFailure() throws Exception {
        IOException failure = new IOException("down");
        Barrier held = this.products.holdNextLoad();
        this.products.failNextLoad(failure);
        List<Future<List<String>>> readers = startTwo(held);

        held.release();

        for (Future<List<String>> reader : readers) {
            assertThatThrownBy(() -> reader.get(10, SECONDS)).isInstanceOf(ExecutionException.class)
                .rootCause()
                .isSameAs(failure);
        }
        assertThat(this.products.loads).hasValue(1);
        assertThat(this.fixture.cache.usage().entries()).isZero();
    }

    @Test
    void failureThatConcernsOnlyTheLeaderIsNotShared() throws Exception {
        List<Throwable> personal = List.of(new SecurityException("not you"), new InterruptedIOException("interrupted"),
                new RuntimeException(new SQLTimeoutException("your time is over")),
                new TimeoutException(), new StackOverflowError());
        for (Throwable failure : personal) {
            Barrier held = this.products.holdNextLoad();
            this.products.failNextLoad(failure);
            long coalesced = this.fixture.statistics().coalesced();
            Future<List<String>> leader = this.fixture.readElsewhere(this.products.list());
            held.awaitLoad();
            Future<List<String>> follower = this.fixture.readElsewhere(this.products.list());
            until(() -> this.fixture.statistics().coalesced() == coalesced + 1);

            held.release();

            assertThat(follower.get(10, SECONDS)).hasSize(3);
            assertThatThrownBy(() -> leader.get(10, SECONDS)).isInstanceOf(ExecutionException.class)
                .hasStackTraceContaining(failure.getClass().getName());
            this.fixture.tables.invalidate(Products.TABLE);
        }
    }

    @Test
    void readerThatHoldsResourcesDoesNotWait() throws Exception {
        Barrier held = this.products.holdNextLoad();
        Future<List<String>> leader = this.fixture.readElsewhere(this.products.list());
        held.awaitLoad();

        this.fixture.context.holdsResources.set(true);
        assertThat(this.fixture.read(this.products.list())).hasSize(3);

        assertThat(leader).isNotDone();
        assertThat(this.products.loads).hasValue(2);
        held.release();
        leader.get(10, SECONDS);
    }

    @Test
    void readerWaitsNoLongerThanTheLoadTimeout() throws Exception {
        TableSettings settings = new TableSettings(null, null, null, 10, Duration.ofNanos(1), Duration.ZERO,
                GapPolicy.BYPASS);
        try (LiveTablesFixture impatient = new LiveTablesFixture(settings)) {
            Barrier held = impatient.products.holdNextLoad();
            Future<List<String>> leader = impatient.readElsewhere(impatient.products.list());
            held.awaitLoad();

            assertThat(impatient.read(impatient.products.list())).hasSize(3);

            assertThat(leader).isNotDone();
            held.release();
            leader.get(10, SECONDS);
        }
    }

    @Test
    void interruptEndsTheWaitingAndReachesTheSource() throws Exception {
        Barrier held = this.products.holdNextLoad();
        Future<List<String>> leader = this.fixture.readElsewhere(this.products.list());
        held.awaitLoad();

        Thread.currentThread().interrupt();
        assertThat(this.fixture.read(this.products.list())).hasSize(3);

        assertThat(Thread.interrupted()).isTrue();
        held.release();
        leader.get(10, SECONDS);
    }

    @Test
    void loadsThatReadEachOtherDoNotWaitForEachOther() throws Exception {
        Barrier oneHeld = new Barrier();
        Barrier twoHeld = new Barrier();
        Nested one = new Nested(this.fixture, "one", "two", oneHeld);
        Nested two = new Nested(this.fixture, "two", "one", twoHeld);
        Future<List<String>> first = this.fixture.readElsewhere(one);
        Future<List<String>> second = this.fixture.readElsewhere(two);
        oneHeld.awaitLoad();
        twoHeld.awaitLoad();

        oneHeld.release();
        twoHeld.release();

        assertThat(first.get(5, SECONDS)).isEqualTo(List.of("one", "two"));
        assertThat(second.get(5, SECONDS)).isEqualTo(List.of("two", "one"));
    }

    @Test
    void ofManyReadersAfterAWriteOneLoadsAndTheRestWait() throws Exception {
        Barrier old = this.products.holdNextLoad();
        Future<List<String>> early = this.fixture.readElsewhere(this.products.list());
        old.awaitLoad();
        this.fixture.write("a", "Aleph");
        List<Future<List<String>>> late = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            late.add(this.fixture.readElsewhere(this.products.list()));
        }
        until(() -> this.fixture.statistics().coalesced() == 9);

        old.release();

        for (Future<List<String>> reader : late) {
            assertThat(reader.get(10, SECONDS)).contains("Aleph");
        }
        assertThat(early.get(10, SECONDS)).contains("Alpha");
        assertThat(this.products.loads).hasValue(2);
    }

    private List<Future<List<String>>> startTwo(Barrier held) throws InterruptedException {
        Future<List<String>> leader = this.fixture.readElsewhere(this.products.list());
        held.awaitLoad();
        Future<List<String>> follower = this.fixture.readElsewhere(this.products.list());
        until(() -> this.fixture.statistics().coalesced() == 1);
        return List.of(leader, follower);
    }

    private static void until(BooleanSupplier condition) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - limit > 0) {
                throw new AssertionError("It did not come to that");
            }
            Thread.onSpinWait();
        }
    }

}
