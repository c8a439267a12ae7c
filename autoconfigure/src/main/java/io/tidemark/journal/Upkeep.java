package io.tidemark.journal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The threads of a journal, as many as there are kinds of work: to force, and to take snapshots. */
final class Upkeep {

    private static final long CARE_MILLIS = 500;

    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    private final AtomicBoolean caring = new AtomicBoolean();

    private final ScheduledThreadPoolExecutor executor;

    Upkeep(JournalCore core, JournalSettings settings) {
        this.executor = new ScheduledThreadPoolExecutor(2, task -> {
            Thread thread = new Thread(task, "tidemark-journal");
            thread.setDaemon(true);
            threads.add(thread);
            return thread;
        }, new ThreadPoolExecutor.DiscardPolicy());
        // Refused once it ends: what is left is forced by the close.
        Runnable care = () -> takeCare(core);
        core.log().onMuchAppended(() -> executor.execute(care));
        if (settings.fsync() == FsyncPolicy.INTERVAL) {
            // So that little is left to force when a segment is full.
            core.log().onMuchAppended(() -> List.of(core::force, care).forEach(executor::execute));
            long interval = settings.fsyncInterval().toMillis();
            executor.scheduleAtFixedRate(core::force, interval, interval, TimeUnit.MILLISECONDS);
        }
        executor.scheduleWithFixedDelay(care, CARE_MILLIS, CARE_MILLIS, TimeUnit.MILLISECONDS);
    }

    // One thread is enough for that, the other one forces.
    private void takeCare(JournalCore core) {
        if (caring.compareAndSet(false, true)) {
            try {
                core.takeCare();
            }
            finally {
                caring.set(false);
            }
        }
    }

    /** Ends the threads, after what they are doing. */
    void close() {
        executor.shutdown();
        boolean interrupted = Thread.interrupted();
        boolean ended = false;
        while (!ended) {
            try {
                ended = executor.awaitTermination(1, TimeUnit.DAYS) && haveEnded();
            }
            catch (InterruptedException ex) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // The executor has ended a moment before its threads have.
    private boolean haveEnded() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        return true;
    }

}
