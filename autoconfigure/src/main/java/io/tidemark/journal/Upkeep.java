package io.tidemark.journal;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads of a journal: one forces, so that it is on time, the other takes snapshots. */
final class Upkeep {

    private static final long CARE_MILLIS = 500;

    private final ScheduledThreadPoolExecutor executor;

    Upkeep(JournalCore core, JournalSettings settings) {
        this.executor = new ScheduledThreadPoolExecutor(2, task -> {
            Thread thread = new Thread(task, "tidemark-journal");
            thread.setDaemon(true);
            return thread;
        });
        if (settings.fsync() == FsyncPolicy.INTERVAL) {
            long interval = settings.fsyncInterval().toMillis();
            executor.scheduleAtFixedRate(core::force, interval, interval, TimeUnit.MILLISECONDS);
        }
        executor.scheduleWithFixedDelay(core::takeCare, CARE_MILLIS, CARE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Ends the threads, after what they are doing. */
    void close() {
        executor.shutdown();
        boolean interrupted = Thread.interrupted();
        boolean ended = false;
        while (!ended) {
            try {
                ended = executor.awaitTermination(1, TimeUnit.DAYS);
            }
            catch (InterruptedException ex) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

}
