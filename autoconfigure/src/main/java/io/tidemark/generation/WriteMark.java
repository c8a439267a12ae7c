package io.tidemark.generation;

import java.util.concurrent.atomic.AtomicReference;

import io.tidemark.key.KeyPath;

/**
 * A write in progress on a path. Release it when the write has committed or was rolled back, before its caller hears
 * of it.
 * <p>
 * Thread-safe; releasing twice is the same as once.
 */
public final class WriteMark implements AutoCloseable {

    private enum State {

        HELD, LIFTED, RELEASED

    }

    private final Generations generations;

    private final KeyPath path;

    private final int slot;

    private final long sinceNanos;

    private final AtomicReference<State> state = new AtomicReference<>(State.HELD);

    WriteMark(Generations generations, KeyPath path, int slot, long sinceNanos) {
        this.generations = generations;
        this.path = path;
        this.slot = slot;
        this.sinceNanos = sinceNanos;
    }

    /** Returns the path that is written. */
    public KeyPath path() {
        return this.path;
    }

    /** Whether the mark was held for so long that it was lifted, and has not been released since. */
    public boolean isLifted() {
        return this.state.get() == State.LIFTED;
    }

    /** Bumps the path and takes the mark away. Of a mark that was lifted, only the bump is left to do. */
    public void release() {
        State before = this.state.getAndSet(State.RELEASED);
        if (before == State.HELD) {
            this.generations.release(this);
        }
        else if (before == State.LIFTED) {
            this.generations.bumpLate(this);
        }
    }

    /**
     * Takes the mark away without bumping the path: what was read before still holds. Only for a write of which nothing
     * will ever be visible.
     */
    public void withdraw() {
        if (this.state.getAndSet(State.RELEASED) == State.HELD) {
            this.generations.unmark(this);
        }
    }

    /** Releases the mark. */
    @Override
    public void close() {
        release();
    }

    int slot() {
        return this.slot;
    }

    long sinceNanos() {
        return this.sinceNanos;
    }

    boolean lift() {
        return this.state.compareAndSet(State.HELD, State.LIFTED);
    }

}
