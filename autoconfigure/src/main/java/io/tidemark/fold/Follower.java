package io.tidemark.fold;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Keeps a {@link FoldStore} up to date with a {@link FoldSource}, on a thread of its own, until it is closed.
 * <p>
 * Every update is brought to the listeners and then, with the cursor, into the store, in order and at least once. The
 * cursor never passes an update that is not in the store, or for which a listener has not returned. It goes on after the
 * store's cursor, whatever happened in between; where the bucket does not reach back to it any more the whole bucket is
 * read again, by the {@link ResyncPolicy}. What fails is tried again, at growing intervals, for as long as it takes.
 * <p>
 * The source and the store stay their owner's, who closes them after this. Thread-safe.
 */
public final class Follower implements AutoCloseable {

    private final String bucket;

    private final FollowerSettings settings;

    private final Progress progress;

    private final FollowLoop loop;

    private @Nullable Thread thread;

    private boolean closed;

    /**
     * Creates a follower that does nothing yet.
     * @throws ForeignFoldStoreException if the store is a copy of another bucket
     * @throws FoldStoreException if the store can't be read; one that is damaged is begun anew instead
     */
    public Follower(FoldSource source, FoldStore store, FollowerSettings settings,
            List<? extends FoldListener> listeners, List<? extends FollowerObserver> observers) {
        this(source, store, settings, listeners, observers, new SystemPace());
    }

    Follower(FoldSource source, FoldStore store, FollowerSettings settings, List<? extends FoldListener> listeners,
            List<? extends FollowerObserver> observers, Pace pace) {
        this.bucket = source.bucket();
        this.settings = settings;
        Cursor cursor = cursorOf(store);
        FollowLoop.requireSameBucket(cursor, source);
        this.progress = new Progress(this.bucket, cursor, pace, observers);
        this.loop = new FollowLoop(source, store, settings, listeners, this.progress, pace);
        source.onReachable(pace::wakeUp);
    }

    /**
     * Begins to follow.
     * @throws IllegalStateException if it was started before or is closed
     */
    public synchronized void start() {
        if (this.closed || this.thread != null) {
            throw new IllegalStateException("Follower of bucket '%s' must be started once, was %s: create another one"
                .formatted(this.bucket, this.closed ? "closed" : "started"));
        }
        Thread created = new Thread(this.loop::run, "tidemark-fold-" + this.bucket);
        created.setDaemon(true);
        this.thread = created;
        created.start();
    }

    /** Returns the figures of this moment. Waits for nobody. */
    public FollowerStatus status() {
        return this.progress.status();
    }

    /**
     * Waits until the follower has caught up for the first time, which is at once if it has already.
     * @return whether it has, in time and before it was closed
     */
    public boolean awaitCaughtUp(Duration limit) throws InterruptedException {
        return this.progress.awaitCaughtUp(TimeUnit.NANOSECONDS.convert(limit));
    }

    /** Has the whole bucket read again. Returns at once; readers of the fold go on. */
    public void resync() {
        this.loop.requestResync();
    }

    /** Has all keys and versions compared with the bucket's. Returns at once. */
    public void reconcile() {
        this.loop.requestReconciliation();
    }

    /**
     * Ends. What was taken is committed if that succeeds at once, the rest comes again next time. When this returns the
     * thread has ended; listeners that take too long are interrupted.
     */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            this.closed = true;
            running = this.thread;
        }
        this.loop.close();
        if (running == null) {
            this.progress.enter(FollowerState.CLOSED);
        }
        else if (running != Thread.currentThread()) {
            awaitEnd(running);
        }
    }

    private void awaitEnd(Thread running) {
        boolean interrupted = false;
        long patienceMillis = this.settings.closeTimeout().toMillis();
        while (running.isAlive()) {
            try {
                running.join(Math.max(1, patienceMillis));
            }
            catch (InterruptedException ex) {
                interrupted = true;
            }
            patienceMillis = 100;
            this.loop.interrupt(running);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    static @Nullable Cursor cursorOf(FoldStore store) {
        try {
            return store.cursor();
        }
        catch (DamagedFoldException ex) {
            return null;
        }
    }

}
