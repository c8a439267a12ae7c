package io.tidemark.fold;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Fold} over a {@link FoldStore} that a {@link Follower} keeps up to date.
 * <p>
 * It can be read once it is created, by what the store holds, and follows its bucket from {@link #start()} to
 * {@link #stop()}. A stop closes the store too, so that another can use its directory, and a start opens it again.
 * Thread-safe.
 *
 * @param <V> the type of the values
 */
public final class FollowedFold<V> implements Fold<V>, AutoCloseable {

    private final FoldDefinition<V> definition;

    private final ValueDecoder<V> decoder;

    private final ChangeFeed<V> feed;

    private final ChangeDispatch<V> dispatch;

    private final SharedObservers observers = new SharedObservers();

    private final MeasuredFoldStore.Flushes flushes = new MeasuredFoldStore.Flushes();

    private final Object lifecycle = new Object();

    private volatile Opened opened;

    private boolean running;

    private boolean stopped;

    private boolean closed;

    /**
     * Opens the store.
     * @throws ForeignFoldStoreException if it is a copy of another bucket
     * @throws FoldStoreException if it can't be read
     */
    public FollowedFold(FoldDefinition<V> definition) {
        this.definition = definition;
        this.decoder = new ValueDecoder<>(definition);
        this.feed = new ChangeFeed<>(definition.executor());
        this.dispatch = new ChangeDispatch<>(this.decoder, this.feed);
        this.opened = open();
    }

    @Override
    public String name() {
        return this.definition.name();
    }

    @Override
    public @Nullable FoldEntry<V> entry(String key) {
        KvEntry entry = this.opened.store().get(key);
        return entry == null ? null : this.decoder.decode(entry);
    }

    @Override
    public void forEachInRange(String prefix, Consumer<? super FoldEntry<V>> action) {
        Objects.requireNonNull(action, "action");
        this.opened.store().forEachInRange(prefix, stored -> {
            FoldEntry<V> entry = this.decoder.decode(stored);
            if (entry != null) {
                action.accept(entry);
            }
        });
    }

    @Override
    public Flow.Publisher<FoldChange<V>> changes() {
        return this.feed::subscribe;
    }

    @Override
    public void addListener(FoldChangeListener<V> listener) {
        this.dispatch.add(Objects.requireNonNull(listener, "listener"));
    }

    @Override
    public void removeListener(FoldChangeListener<V> listener) {
        this.dispatch.remove(listener);
    }

    @Override
    public void addObserver(FollowerObserver observer) {
        this.observers.add(Objects.requireNonNull(observer, "observer"));
    }

    @Override
    public void removeObserver(FollowerObserver observer) {
        this.observers.remove(observer);
    }

    @Override
    public FoldCodec<V> codec() {
        return this.definition.codec();
    }

    @Override
    public FoldStatus status() {
        Opened now = this.opened;
        return new FoldStatus(name(), now.follower().status(), now.watch().notLiveSince(), this.flushes.lastSize(),
                this.flushes.count(), this.flushes.nanos(), this.decoder.failures(), this.decoder.last());
    }

    @Override
    public boolean awaitCaughtUp(Duration limit) throws InterruptedException {
        return this.opened.follower().awaitCaughtUp(limit);
    }

    @Override
    public void resync() {
        this.opened.follower().resync();
    }

    @Override
    public void reconcile() {
        this.opened.follower().reconcile();
    }

    /**
     * Returns what is stored of {@code key} without decoding it, or null if there is nothing. Failures are those of
     * {@link #entry}.
     */
    public @Nullable KvEntry stored(String key) {
        return this.opened.store().get(key);
    }

    /** Returns how much is stored. */
    public FoldUsage usage() {
        return this.opened.store().usage();
    }

    /** Reads everything and compares it with what was counted, as {@link FoldStore#verify()} does. */
    public FoldVerification verify() {
        return this.opened.store().verify();
    }

    /** Gives back space, as {@link FoldStore#compact()} does. */
    public void compact() {
        this.opened.store().compact();
    }

    /** Whether {@link #start()} was called and {@link #stop()} was not. */
    public boolean isRunning() {
        synchronized (this.lifecycle) {
            return this.running;
        }
    }

    /**
     * Begins to follow the bucket; after a stop, on the store as it is then. Does nothing if it does already.
     * @throws IllegalStateException if the fold is closed
     * @throws FoldStoreException if the store can't be opened again
     */
    public void start() {
        synchronized (this.lifecycle) {
            if (this.closed) {
                throw new IllegalStateException("Fold '%s' must be open, was closed: create another one".formatted(name()));
            }
            if (this.running) {
                return;
            }
            if (this.stopped) {
                this.opened = open();
                this.stopped = false;
                // Others may have had the store.
                this.feed.reset();
            }
            this.opened.follower().start();
            this.running = true;
        }
    }

    /**
     * Ends following and closes the store; reads fail from now on. What was taken is committed if that succeeds at once,
     * the rest comes again after the next start.
     */
    public void stop() {
        synchronized (this.lifecycle) {
            if (!this.stopped) {
                this.stopped = true;
                this.running = false;
                this.opened.close();
            }
        }
    }

    /** Stops for good; subscriptions are completed. */
    @Override
    public void close() {
        synchronized (this.lifecycle) {
            this.closed = true;
        }
        try {
            stop();
        }
        finally {
            this.feed.close();
        }
    }

    private Opened open() {
        FoldStore store = new MeasuredFoldStore(this.definition.stores().get(), this.flushes);
        try {
            LiveWatch watch = new LiveWatch(Instant.now());
            Follower follower = new Follower(this.definition.source(), store, this.definition.settings(),
                    List.of(this.dispatch), List.of(watch, this.dispatch, this.observers));
            this.dispatch.beginning(follower.status().durable() == null && store.usage().entries() == 0);
            return new Opened(store, follower, watch);
        }
        catch (RuntimeException | Error ex) {
            store.close();
            throw ex;
        }
    }

    private record Opened(FoldStore store, Follower follower, LiveWatch watch) implements AutoCloseable {

        @Override
        public void close() {
            try (this.store) {
                this.follower.close();
            }
        }

    }

}
