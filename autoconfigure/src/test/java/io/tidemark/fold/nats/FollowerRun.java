package io.tidemark.fold.nats;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.tidemark.fold.Cursor;
import io.tidemark.fold.FoldListener;
import io.tidemark.fold.FoldSource;
import io.tidemark.fold.FoldStore;
import io.tidemark.fold.Follower;
import io.tidemark.fold.FollowerObserver;
import io.tidemark.fold.FollowerSettings;
import io.tidemark.fold.FollowerState;
import io.tidemark.fold.FollowerStatus;
import io.tidemark.fold.KvUpdate;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** A follower that runs, what it committed, and a way to wait for what it does. */
final class FollowerRun implements AutoCloseable {

    private final List<Waiter> waiters = new ArrayList<>();

    private final List<KvUpdate> committed = new ArrayList<>();

    private final FoldStore store;

    final Follower follower;

    FollowerRun(FoldSource source, FoldStore store) {
        this(source, store, settings());
    }

    FollowerRun(FoldSource source, FoldStore store, FollowerSettings settings, FoldListener... listeners) {
        this.store = store;
        this.follower = new Follower(source, store, settings, List.of(listeners), List.of(new FollowerObserver() {
            @Override
            public void stateChanged(FollowerStatus status) {
                check();
            }

            @Override
            public void committed(List<KvUpdate> updates, @Nullable Cursor cursor) {
                synchronized (FollowerRun.this.waiters) {
                    FollowerRun.this.committed.addAll(updates);
                }
                check();
            }
        }));
        this.follower.start();
    }

    /** Small batches, and a look at the bucket every 200 ms. */
    static FollowerSettings settings() {
        return FollowerSettings.defaults()
            .withBatches(20, Duration.ofMillis(5))
            .withSupervision(Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofMinutes(10));
    }

    FollowerStatus status() {
        return this.follower.status();
    }

    /** Returns the updates in the order in which they were committed. */
    List<KvUpdate> committed() {
        synchronized (this.waiters) {
            return List.copyOf(this.committed);
        }
    }

    /** Returns the position of the store, -1 if it has none. */
    long position() {
        Cursor cursor = this.store.cursor();
        return cursor == null ? -1 : cursor.version().asLong().orElseThrow();
    }

    /** Waits until the fold has got to a revision and follows. */
    void awaitPosition(long revision) throws InterruptedException {
        await(status -> status.state() == FollowerState.LIVE && position() >= revision);
    }

    void await(Predicate<FollowerStatus> condition) throws InterruptedException {
        Waiter waiter = new Waiter(condition, new CountDownLatch(1));
        synchronized (this.waiters) {
            this.waiters.add(waiter);
        }
        // Not all that happens is told: what only the figures show is looked at now and then.
        boolean happened = false;
        for (int look = 0; !happened && look < 500; look++) {
            check();
            happened = waiter.happened().await(50, TimeUnit.MILLISECONDS);
        }
        assertThat(happened).as("%s", status()).isTrue();
    }

    @Override
    public void close() {
        this.follower.close();
    }

    private void check() {
        // Observers are told before the constructor has returned.
        FollowerStatus status = this.follower == null ? null : this.follower.status();
        synchronized (this.waiters) {
            for (Waiter waiter : this.waiters) {
                if (status != null && waiter.condition().test(status)) {
                    waiter.happened().countDown();
                }
            }
        }
    }

    private record Waiter(Predicate<FollowerStatus> condition, CountDownLatch happened) {
    }

}
