package io.tidemark.projection;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Refreshes stale states on another thread, each stream once at a time. */
final class BackgroundRefreshes {

    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    private final Executor executor;

    private final Consumer<String> refresh;

    private final ProjectionStatistics statistics;

    BackgroundRefreshes(Executor executor, Consumer<String> refresh, ProjectionStatistics statistics) {
        this.executor = executor;
        this.refresh = refresh;
        this.statistics = statistics;
    }

    void begin(String streamId) {
        if (!this.underWay.add(streamId)) {
            return;
        }
        try {
            this.executor.execute(() -> run(streamId));
            this.statistics.refreshes.increment();
        }
        catch (RejectedExecutionException ex) {
            this.underWay.remove(streamId);
            this.statistics.failedRefreshes.increment();
        }
    }

    private void run(String streamId) {
        try {
            this.refresh.accept(streamId);
        }
        catch (RuntimeException ex) {
            this.statistics.failedRefreshes.increment();
            throw ex;
        }
        finally {
            this.underWay.remove(streamId);
        }
    }

}
