package io.tidemark.livetable.repository.jpa;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import io.tidemark.livetable.BypassReason;
import io.tidemark.livetable.TableId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/** A transaction whose end is late, or never comes. */
@ExtendWith(OutputCaptureExtension.class)
class JpaCompletionTests extends JpaTestSupport {

    private static final TableId AIRPORTS = new TableId("flights", "airport_table");

    private final ExecutorService writer = Executors.newSingleThreadExecutor();

    private final CountDownLatch written = new CountDownLatch(1);

    private final CountDownLatch released = new CountDownLatch(1);

    @Autowired
    private AtomicLong nanosAhead;

    @AfterEach
    void stop() {
        this.released.countDown();
        this.writer.shutdownNow();
    }

    @Test
    @Tag("P2")
    void markIsLiftedAfterItsTimeAndTheLateEndIsHeededAllTheSame(CapturedOutput output) throws Exception {
        long lifted = this.tables.statistics(AIRPORTS).liftedMarks();
        Future<?> late = this.writer.submit(() -> transaction().executeWithoutResult(status -> {
            this.airports.saveAndFlush(new Airport("DFW", "Fort Worth", "TX"));
            this.written.countDown();
            await(this.released);
        }));
        await(this.written);
        assertBypass(BypassReason.WRITE_IN_PROGRESS, () -> assertThat(nameOf("DFW")).isEqualTo("Dallas"));

        this.nanosAhead.addAndGet(Duration.ofMinutes(5).toNanos());

        assertMiss(() -> assertThat(nameOf("DFW")).isEqualTo("Dallas"));
        assertHit(() -> assertThat(nameOf("DFW")).isEqualTo("Dallas"));
        assertThat(this.tables.statistics(AIRPORTS).liftedMarks()).isEqualTo(lifted + 1);
        assertThat(output).contains("A write to table 'flights/airport_table' was not completed within");
        this.released.countDown();
        late.get(20, SECONDS);
        assertMiss(() -> assertThat(nameOf("DFW")).isEqualTo("Fort Worth"));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, SECONDS)).isTrue();
        }
        catch (InterruptedException ex) {
            throw new AssertionError("Nobody must interrupt", ex);
        }
    }

}
