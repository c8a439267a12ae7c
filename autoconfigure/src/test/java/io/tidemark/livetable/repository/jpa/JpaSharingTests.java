package io.tidemark.livetable.repository.jpa;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.tidemark.livetable.TableId;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/** Many readers of one row that is not cached, with a pool of three connections. */
@Tag("P8")
class JpaSharingTests extends JpaTestSupport {

    private static final TableId AIRPORTS = new TableId("flights", "airport_table");

    private final ExecutorService readers = Executors.newFixedThreadPool(50);

    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void stop() {
        this.released.countDown();
        this.readers.shutdownNow();
    }

    @Test
    void fiftyReadersOutsideTransactionsCostOneConnection() throws Exception {
        long coalesced = this.tables.statistics(AIRPORTS).coalesced();
        int before = this.connections.taken();
        this.connections.beforeNext(() -> await(this.released));
        List<Future<String>> names = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            names.add(this.readers.submit(() -> nameOf("DFW")));
        }
        Awaitility.await().atMost(20, SECONDS).until(() -> this.tables.statistics(AIRPORTS).coalesced() == coalesced + 49);

        this.released.countDown();

        for (Future<String> name : names) {
            assertThat(name.get(20, SECONDS)).isEqualTo("Dallas");
        }
        assertThat(this.connections.taken()).isEqualTo(before + 1);
    }

    @Test
    void readersWithAllConnectionsDoNotWaitForOneWithoutAny() throws Exception {
        CyclicBarrier connected = new CyclicBarrier(4);
        CyclicBarrier leading = new CyclicBarrier(4);
        List<Future<String>> names = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            names.add(this.readers.submit(() -> readOnly().execute(status -> {
                this.entityManager.find(Airport.class, "ATL");
                await(connected);
                await(leading);
                return nameOf("DFW");
            })));
        }
        await(connected);
        Future<String> leader = this.readers.submit(() -> nameOf("DFW"));
        Awaitility.await().atMost(20, SECONDS).until(() -> this.tables.loadsInProgress() == 1);

        await(leading);

        for (Future<String> name : names) {
            assertThat(name.get(5, SECONDS)).isEqualTo("Dallas");
        }
        assertThat(leader.get(20, SECONDS)).isEqualTo("Dallas");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, SECONDS)).isTrue();
        }
        catch (InterruptedException ex) {
            throw new AssertionError("Nobody must interrupt", ex);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(20, SECONDS);
        }
        catch (Exception ex) {
            throw new AssertionError("All must come", ex);
        }
    }

}
