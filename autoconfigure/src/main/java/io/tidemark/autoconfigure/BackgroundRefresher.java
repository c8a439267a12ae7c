package io.tidemark.autoconfigure;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Does work of the caches in the background, on the executor of the application if it has one, else on at most two threads
 * of its own, which are started when they are first needed and end with the context. It is no {@link Executor}, so
 * that nobody who asks for one gets it.
 */
public final class BackgroundRefresher implements AutoCloseable {

    private static final int THREADS = 2;

    private static final int QUEUED = 1_000;

    private static final long IDLE_SECONDS = 30;

    private final ObjectProvider<Executor> applications;

    private final Object monitor = new Object();

    private volatile @Nullable Executor delegate;

    private @Nullable ThreadPoolExecutor own;

    private boolean closed;

    BackgroundRefresher(ObjectProvider<Executor> applications) {
        this.applications = applications;
    }

    /**
     * Has {@code task} done soon.
     * @throws RejectedExecutionException if there is too much to do, or the context is closed
     */
    public void execute(Runnable task) {
        Executor executor = this.delegate;
        (executor != null ? executor : choose()).execute(task);
    }

    @Override
    public void close() {
        ThreadPoolExecutor threads;
        synchronized (this.monitor) {
            this.closed = true;
            this.delegate = null;
            threads = this.own;
        }
        if (threads == null) {
            return;
        }
        threads.shutdownNow();
        try {
            threads.awaitTermination(IDLE_SECONDS, TimeUnit.SECONDS);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    private Executor choose() {
        synchronized (this.monitor) {
            if (this.closed) {
                throw new RejectedExecutionException("Context must be open, was closed");
            }
            Executor chosen = this.delegate;
            if (chosen == null) {
                chosen = this.applications.getIfAvailable(this::createThreads);
                this.delegate = chosen;
            }
            return chosen;
        }
    }

    private ThreadPoolExecutor createThreads() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUEUED), (task) -> {
                    Thread thread = new Thread(task, "tidemark-refresh-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        this.own = threads;
        return threads;
    }

}
