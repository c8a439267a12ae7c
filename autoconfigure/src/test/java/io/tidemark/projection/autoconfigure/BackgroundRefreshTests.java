package io.tidemark.projection.autoconfigure;

import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.projection.EventSource;
import io.tidemark.projection.Outcome;
import io.tidemark.projection.Position;
import io.tidemark.projection.ProjectionClock;
import io.tidemark.projection.autoconfigure.FlightApplications.Board;
import io.tidemark.projection.autoconfigure.FlightApplications.Departure;
import io.tidemark.projection.autoconfigure.FlightApplications.ProjectionConfiguration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P10")
class BackgroundRefreshTests {

    private final AtomicLong nanos = new AtomicLong();

    private final HeadWatchingSource source = new HeadWatchingSource();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(TidemarkAutoConfiguration.class, ProjectionAutoConfiguration.class))
        .withUserConfiguration(ProjectionConfiguration.class, Board.class)
        .withBean(HeadWatchingSource.class, () -> this.source)
        .withBean(ProjectionClock.class, () -> new ProjectionClock(this.nanos::get, InstantSource.system()))
        .withPropertyValues("tidemark.projection.max-stale=5s", "tidemark.projection.stale-while-revalidate=1m");

    @Test
    void ownThreadsEndWithContext() throws Exception {
        AtomicReference<Thread> refresher = new AtomicReference<>();

        this.runner.run((context) -> {
            serveStale(context.getBean(Board.class));
            assertThat(this.source.refreshed.await(10, TimeUnit.SECONDS)).isTrue();
            refresher.set(this.source.lastReader);
        });

        assertThat(refresher.get().getName()).startsWith("tidemark-refresh-");
        refresher.get().join(10_000);
        assertThat(refresher.get().isAlive()).isFalse();
    }

    @Test
    void noThreadIsStartedUnlessStateIsStale() {
        this.runner.run((context) -> {
            context.getBean(Board.class).traffic().get("DFW");
            context.getBean(Board.class).traffic().get("DFW");

            assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .noneMatch((name) -> name.startsWith("tidemark-"));
        });
    }

    @Test
    void executorOfApplicationIsUsed() {
        this.runner.withBean("applicationTaskExecutor", Executor.class, () -> Runnable::run).run((context) -> {
            serveStale(context.getBean(Board.class));

            assertThat(this.source.lastReader).isSameAs(Thread.currentThread());
            assertThat(this.source.refreshed.getCount()).isZero();
        });
    }

    private void serveStale(Board board) {
        board.traffic().get("DFW");
        this.nanos.addAndGet(TimeUnit.SECONDS.toNanos(6));
        this.source.append("DFW", new Departure(1));
        this.source.refreshed = new CountDownLatch(1);
        assertThat(board.traffic().get("DFW").outcome()).isEqualTo(Outcome.STALE);
    }

    static final class HeadWatchingSource extends ListEventSource<Departure> implements EventSource<Departure> {

        private volatile CountDownLatch refreshed = new CountDownLatch(0);

        private volatile Thread lastReader = Thread.currentThread();

        HeadWatchingSource() {
            append("DFW", new Departure(5));
        }

        @Override
        public Position head(String streamId, Set<String> types) {
            this.lastReader = Thread.currentThread();
            Position head = super.head(streamId, types);
            this.refreshed.countDown();
            return head;
        }

    }

}
