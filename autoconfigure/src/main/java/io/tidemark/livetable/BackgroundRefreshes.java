package io.tidemark.livetable;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.tidemark.key.KeyPath;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refreshes stale answers on another thread, each key once at a time. */
final class BackgroundRefreshes {

    private static final Logger logger = LoggerFactory.getLogger(BackgroundRefreshes.class);

    private final Set<KeyPath> underWay = ConcurrentHashMap.newKeySet();

    private final Executor executor;

    BackgroundRefreshes(Executor executor) {
        this.executor = executor;
    }

    void begin(CachedTable table, KeyPath key, Refresh refresh) {
        if (!this.underWay.add(key)) {
            return;
        }
        try {
            this.executor.execute(() -> run(table, key, refresh));
            table.statistics().refreshes.increment();
        }
        catch (RejectedExecutionException ex) {
            this.underWay.remove(key);
            table.statistics().failedRefreshes.increment();
        }
    }

    // The failure has no reader who could hear of it. The next stale read tries again.
    private void run(CachedTable table, KeyPath key, Refresh refresh) {
        try {
            refresh.run();
        }
        catch (Throwable ex) {
            table.statistics().failedRefreshes.increment();
            logger.debug("A stale answer of table '{}' could not be refreshed", table.id(), ex);
            if (ex instanceof Error error) {
                throw error;
            }
        }
        finally {
            this.underWay.remove(key);
        }
    }

    /** Loads an answer and keeps it. */
    @FunctionalInterface
    interface Refresh {

        void run() throws Throwable;

    }

}
