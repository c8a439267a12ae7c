package io.tidemark.directory;

import java.io.Closeable;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One holder's share of an open store. The store closes with the last of them.
 * <p>
 * Thread-safe.
 *
 * @param <S> the type of the store
 */
public final class SharedStore<S extends Closeable> implements Closeable {

    private final S store;

    private final Runnable release;

    private final AtomicBoolean closed = new AtomicBoolean();

    SharedStore(S store, Runnable release) {
        this.store = store;
        this.release = release;
    }

    /**
     * Returns the store.
     * @throws IllegalStateException if this share is closed, whether or not others still are open
     */
    public S get() {
        if (this.closed.get()) {
            throw new IllegalStateException("Store must be open, was closed: open it again");
        }
        return this.store;
    }

    /** Whether this share was closed. */
    public boolean isClosed() {
        return this.closed.get();
    }

    /**
     * Gives the share back, and closes the store if it was the last. Closing twice is the same as once.
     * @throws java.io.UncheckedIOException if the store fails to close; it counts as closed all the same
     */
    @Override
    public void close() {
        if (this.closed.compareAndSet(false, true)) {
            this.release.run();
        }
    }

}
