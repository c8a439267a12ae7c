package io.tidemark.fold;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** The life of a follower and its thread. */
@Timeout(30)
class FollowerTests {

    private final QueuedFoldSource source = new QueuedFoldSource();

    private final InMemoryFoldStore store = new InMemoryFoldStore();

    private final LinkedBlockingQueue<FollowerState> states = new LinkedBlockingQueue<>();

    private final FollowerObserver recorder = new FollowerObserver() {
        @Override
        public void stateChanged(FollowerStatus status) {
            FollowerTests.this.states.add(status.state());
        }
    };

    @Test
    @Tag("P10")
    void threadIsNamedAndEndsWithTheFollower() throws Exception {
        List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
        Follower follower = follower(updates -> threads.add(Thread.currentThread()), this.recorder);
        this.source.put("a");

        follower.start();
        assertThat(follower.awaitCaughtUp(Duration.ofSeconds(10))).isTrue();
        follower.close();
        follower.close();

        assertThat(threads).singleElement().satisfies(thread -> {
            assertThat(thread.getName()).isEqualTo("tidemark-fold-routes");
            assertThat(thread.isAlive()).isFalse();
        });
        assertThat(this.states).containsExactly(FollowerState.CATCHING_UP, FollowerState.LIVE, FollowerState.CLOSED);
        assertThat(this.store.get("a")).isNotNull();
    }

    @Test
    @Tag("P10")
    void closingInterruptsAListenerThatDoesNotReturn() throws Exception {
        CountDownLatch inListener = new CountDownLatch(1);
        Follower follower = follower(updates -> {
            inListener.countDown();
            new CountDownLatch(1).await();
        }, this.recorder);
        this.source.put("a");
        follower.start();
        assertThat(inListener.await(10, SECONDS)).isTrue();

        follower.close();

        assertThat(follower.status().state()).isEqualTo(FollowerState.CLOSED);
        assertThat(this.store.cursor()).isNull();
    }

    @Test
    void closingEndsAWaitForARetryAtOnce() throws Exception {
        FollowerSettings settings = FollowerSettings.defaults().withBackoff(Duration.ofDays(1), Duration.ofDays(1));
        Follower follower = new Follower(this.source, this.store, settings, List.of(updates -> {
            throw new IllegalStateException("no");
        }), List.of(this.recorder));
        this.source.put("a");
        follower.start();
        await(FollowerState.WAITING);

        follower.close();

        assertThat(follower.status().waitingFor()).isNull();
        assertThat(follower.awaitCaughtUp(Duration.ofDays(1))).isFalse();
    }

    @Test
    void reachableSourceEndsAWaitAtOnce() throws Exception {
        FollowerSettings settings = FollowerSettings.defaults().withBackoff(Duration.ofDays(1), Duration.ofDays(1));
        this.source.reachable(false);
        try (Follower follower = new Follower(this.source, this.store, settings, List.of(), List.of(this.recorder))) {
            follower.start();
            await(FollowerState.WAITING);

            this.source.reachable(true);

            assertThat(follower.awaitCaughtUp(Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void observerThatFailsIsCountedAndStopsNothing() throws Exception {
        FollowerObserver failing = new FollowerObserver() {
            @Override
            public void committed(List<KvUpdate> updates, @Nullable Cursor cursor) {
                throw new IllegalStateException("no");
            }
        };
        this.source.put("a");
        try (Follower follower = follower(updates -> { }, failing)) {
            follower.start();

            assertThat(follower.awaitCaughtUp(Duration.ofSeconds(10))).isTrue();
            assertThat(follower.status().observerFaults()).isPositive();
        }
        assertThat(this.store.get("a")).isNotNull();
    }

    @Test
    void storeOfAnotherBucketIsRefusedWithBothNames() {
        SourceIdentity other = new SourceIdentity("airports", ManualPace.BEGINNING, List.of());
        this.store.apply(List.of(), new Cursor(other, Version.of(3)));

        assertThatExceptionOfType(ForeignFoldStoreException.class)
            .isThrownBy(() -> follower(updates -> { }, this.recorder))
            .withMessage("Fold store must be a copy of bucket 'routes', was one of 'airports': "
                    + "give each bucket a directory of its own")
            .satisfies(ex -> {
                assertThat(ex.storeBucket()).isEqualTo("airports");
                assertThat(ex.sourceBucket()).isEqualTo("routes");
            });
    }

    @Test
    void followerIsStartedOnce() {
        Follower follower = follower(updates -> { }, this.recorder);
        follower.start();
        assertThatIllegalStateException().isThrownBy(follower::start)
            .withMessage("Follower of bucket 'routes' must be started once, was started: create another one");

        follower.close();

        assertThatIllegalStateException().isThrownBy(follower::start).withMessageContaining("was closed");
    }

    private void await(FollowerState state) throws InterruptedException {
        FollowerState next;
        do {
            next = this.states.poll(10, SECONDS);
            assertThat(next).isNotNull();
        }
        while (next != state);
    }

    private Follower follower(FoldListener listener, FollowerObserver observer) {
        return new Follower(this.source, this.store,
                FollowerSettings.defaults().withCloseTimeout(Duration.ofMillis(20)), List.of(listener),
                List.of(observer));
    }

    /** A source whose subscription really waits. */
    private static final class QueuedFoldSource implements FoldSource {

        private final LinkedBlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();

        private volatile boolean reachable = true;

        private volatile Runnable onReachable = () -> { };

        private long last;

        void put(String key) {
            this.last++;
            this.deliveries.add(new Delivery(this.last,
                    new KvUpdate.Put(new KvEntry(key, new byte[0], Version.of(this.last)))));
        }

        void reachable(boolean reachable) {
            this.reachable = reachable;
            this.onReachable.run();
        }

        @Override
        public String bucket() {
            return "routes";
        }

        @Override
        public SourceState describe() {
            if (!this.reachable) {
                throw new SourceUnreachableException("away", null);
            }
            return new SourceState(new SourceIdentity("routes", ManualPace.BEGINNING, List.of()), 1, this.last, -1);
        }

        @Override
        public void list(LiveKeySink sink) {
            throw new AssertionError("nothing to compare");
        }

        @Override
        public FoldSubscription subscribe(long after) {
            long pending = this.deliveries.stream().filter(each -> each.revision() > 0).count();
            return new FoldSubscription() {

                @Override
                public long initialPending() {
                    return pending;
                }

                @Override
                public @Nullable Delivery next(long limitNanos) {
                    try {
                        Delivery next = QueuedFoldSource.this.deliveries.poll(limitNanos,
                                java.util.concurrent.TimeUnit.NANOSECONDS);
                        return next == null || next.revision() < 0 ? null : next;
                    }
                    catch (InterruptedException ex) {
                        throw new AssertionError(ex);
                    }
                }

                @Override
                public void wakeUp() {
                    QueuedFoldSource.this.deliveries.add(new Delivery(-1, null));
                }

                @Override
                public void close() {
                }
            };
        }

        @Override
        public long pendingAfter(long revision) {
            return 0;
        }

        @Override
        public void onReachable(Runnable action) {
            this.onReachable = action;
        }

    }

}
