package io.tidemark.journal;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** What interrupts would end. Their flag is set again afterwards. */
@FunctionalInterface
interface Uninterrupted<T> {

    T call() throws IOException;

    /** Calls it, on a thread that nobody interrupts if an interrupt ends it here. */
    static <T> T call(Uninterrupted<T> work) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            return work.call();
        }
        catch (ClosedByInterruptException ex) {
            interrupted |= Thread.interrupted();
            FutureTask<T> task = new FutureTask<>(work::call);
            Thread thread = new Thread(task, "tidemark-journal-uninterrupted");
            thread.setDaemon(true);
            thread.start();
            return resultOf(task);
        }
        finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits for what an interrupt only delays. */
    static <T, X extends Exception> T await(Waiting<T, X> waiting) throws X {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return waiting.await();
                }
                catch (InterruptedException ex) {
                    interrupted = true;
                }
            }
        }
        finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static <T> T resultOf(FutureTask<T> task) throws IOException {
        try {
            return Uninterrupted.<T, ExecutionException>await(task::get);
        }
        catch (ExecutionException ex) {
            throw new IOException(ex.getCause().getMessage(), ex.getCause());
        }
    }

    /** Something to wait for. */
    @FunctionalInterface
    interface Waiting<T, X extends Exception> {

        T await() throws InterruptedException, X;

    }

}
