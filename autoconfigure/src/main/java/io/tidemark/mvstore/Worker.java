package io.tidemark.mvstore;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/** A thread of its own for what must not be interrupted. Tasks run one after the other. */
public final class Worker {

    private final ExecutorService executor;

    private final Function<RejectedExecutionException, RuntimeException> refusal;

    private volatile @Nullable Thread thread;

    /**
     * Creates the thread {@code name}, which starts with its first task.
     * @param refusal makes what {@link #run} throws once this is closed
     */
    public Worker(String name, Function<RejectedExecutionException, RuntimeException> refusal) {
        this.refusal = refusal;
        this.executor = Executors.newSingleThreadExecutor((task) -> {
            Thread created = new Thread(task, name);
            created.setDaemon(true);
            thread = created;
            return created;
        });
    }

    /** Runs {@code task} later, or never if this is being closed. It has to deal with its faults. */
    public void start(Runnable task) {
        try {
            executor.execute(task);
        }
        catch (RejectedExecutionException ex) {
            if (!executor.isShutdown()) {
                throw ex;
            }
        }
    }

    /**
     * Runs {@code task} and waits for it, whatever interrupts come. What it throws reaches the caller.
     * @throws RuntimeException of the kind that was set, if this is closed
     */
    public void run(Runnable task) {
        await(submit(task));
    }

    /** Finishes what was started and ends the thread. */
    public void close() {
        executor.shutdown();
        boolean interrupted = Thread.interrupted();
        boolean ended = false;
        while (!ended) {
            try {
                ended = executor.awaitTermination(1, TimeUnit.DAYS);
                // The executor has ended a moment before its thread has.
                Thread last = thread;
                if (ended && last != null) {
                    last.join();
                }
            }
            catch (InterruptedException ex) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Future<?> submit(Runnable task) {
        try {
            return executor.submit(task);
        }
        catch (RejectedExecutionException ex) {
            throw refusal.apply(ex);
        }
    }

    private static void await(Future<?> future) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    future.get();
                    return;
                }
                catch (InterruptedException ex) {
                    interrupted = true;
                }
                catch (ExecutionException ex) {
                    throw propagate(ex.getCause());
                }
            }
        }
        finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException propagate(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return (RuntimeException) failure;
    }

}
