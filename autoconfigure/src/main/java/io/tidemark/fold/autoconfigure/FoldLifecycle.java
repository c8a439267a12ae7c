package io.tidemark.fold.autoconfigure;

import io.tidemark.fold.Folds;
import io.tidemark.fold.FollowedFold;

import org.springframework.context.SmartLifecycle;

/** Has the folds follow their buckets before requests are served, until after the last one was. */
final class FoldLifecycle implements SmartLifecycle {

    // Below the phases of web servers and their graceful shutdown, whose last requests still read.
    private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

    private final Folds folds;

    private volatile boolean running;

    FoldLifecycle(Folds folds) {
        this.folds = folds;
    }

    @Override
    public void start() {
        this.running = true;
        this.folds.all().forEach(FollowedFold::start);
    }

    @Override
    public void stop() {
        this.running = false;
        this.folds.all().forEach(FollowedFold::stop);
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
