package io.tidemark.fold.autoconfigure;

import java.util.List;

import io.tidemark.fold.FollowedFold;

import org.springframework.context.SmartLifecycle;

/** Has the folds follow their buckets before requests are served, until after the last one was. */
final class FoldLifecycle implements SmartLifecycle {

    // Below the phases of web servers and their graceful shutdown, whose last requests still read.
    private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

    private final List<FollowedFold<?>> folds;

    private volatile boolean running;

    FoldLifecycle(List<FollowedFold<?>> folds) {
        this.folds = List.copyOf(folds);
    }

    @Override
    public void start() {
        this.running = true;
        this.folds.forEach(FollowedFold::start);
    }

    @Override
    public void stop() {
        this.running = false;
        this.folds.forEach(FollowedFold::stop);
    }

    @Override
    public boolean isRunning() {
        return this.running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

}
