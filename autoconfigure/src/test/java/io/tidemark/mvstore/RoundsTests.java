package io.tidemark.mvstore;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RoundsTests {

    private final ReentrantLock lock = new ReentrantLock();

    private final Rounds rounds = new Rounds(lock);

    private final CountDownLatch waiting = new CountDownLatch(1);

    private final ExecutorService executor = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void writerThatWouldRatherWaitDoesSoForOneWholeRound() throws Exception {
        Future<?> writer = executor.submit(() -> await(false));
        waiting.await(10, TimeUnit.SECONDS);

        rounds.end(null);
        rounds.end(null);

        writer.get(10, TimeUnit.SECONDS);
    }

    @Test
    void writerThatMustWaitFailsWhenThereAreNoMoreRounds() throws Exception {
        Future<?> writer = executor.submit(() -> await(true));
        waiting.await(10, TimeUnit.SECONDS);

        rounds.end(null);
        rounds.end(null);
        locked(rounds::close);

        assertThatThrownBy(() -> writer.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(RowStoreException.class);
    }

    @Test
    void failureOfARoundIsThrownOnce() {
        rounds.end(new IllegalStateException("disk full"));

        assertThatIllegalStateException().isThrownBy(() -> await(true)).withMessage("disk full");
        locked(() -> rounds.await(() -> false, () -> false, () -> { }));
    }

    private void await(boolean mustWait) {
        locked(() -> rounds.await(() -> mustWait, () -> true, waiting::countDown));
    }

    private void locked(Runnable task) {
        lock.lock();
        try {
            task.run();
        }
        finally {
            lock.unlock();
        }
    }

}
