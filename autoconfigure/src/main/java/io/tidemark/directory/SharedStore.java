package io.tidemark.directory;

import java.io.Closeable;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

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

    /** Returns the store, or null if this share was closed, whether or not others still are open. */
    public @Nullable S getIfOpen() {
        return this.closed.get() ? null : this.store;
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
