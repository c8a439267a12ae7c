package io.tidemark.fold;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one subscriber has yet to be told. It is told by one thread at a time. If more waits than there is room for, it
 * all becomes one {@link FoldChange.Reset}.
 */
final class ChangeSubscription<V> implements Flow.Subscription {

    static final int CAPACITY = 1_024;

    private static final Logger LOGGER = LoggerFactory.getLogger(Fold.class);

    private final Flow.Subscriber<? super FoldChange<V>> subscriber;

    private final Executor executor;

    private final Consumer<ChangeSubscription<V>> onEnd;

    private final Queue<FoldChange<V>> waiting = new ArrayDeque<>();

    private long demand;

    private boolean begun;

    private boolean telling;

    private boolean completed;

    private boolean ended;

    private @Nullable Throwable failure;

    ChangeSubscription(Flow.Subscriber<? super FoldChange<V>> subscriber, Executor executor,
            Consumer<ChangeSubscription<V>> onEnd) {
        this.subscriber = subscriber;
        this.executor = executor;
        this.onEnd = onEnd;
    }

    void begin() {
        this.subscriber.onSubscribe(this);
        synchronized (this) {
            this.begun = true;
        }
        tellSoon();
    }

    void offer(FoldChange<V> change) {
        synchronized (this) {
            if (this.ended || this.completed) {
                return;
            }
            if (this.waiting.size() == CAPACITY) {
                this.waiting.clear();
                this.waiting.add(new FoldChange.Reset<>());
            }
            // A reset that waits alone speaks for what comes before it is told.
            if (this.waiting.size() != 1 || !(this.waiting.peek() instanceof FoldChange.Reset)) {
                this.waiting.add(change);
            }
        }
        tellSoon();
    }

    void reset() {
        synchronized (this) {
            this.waiting.clear();
        }
        offer(new FoldChange.Reset<>());
    }

    void complete() {
        synchronized (this) {
            this.completed = true;
        }
        tellSoon();
    }

    @Override
    public void request(long count) {
        synchronized (this) {
            if (count <= 0) {
                this.failure = new IllegalArgumentException("count must be positive, was " + count);
                this.completed = true;
            }
            else {
                this.demand = this.demand + count < 0 ? Long.MAX_VALUE : this.demand + count;
            }
        }
        tellSoon();
    }

    @Override
    public void cancel() {
        synchronized (this) {
            this.ended = true;
            this.waiting.clear();
        }
        this.onEnd.accept(this);
    }

    private void tellSoon() {
        synchronized (this) {
            if (!this.begun || this.telling || !hasSomethingToTell()) {
                return;
            }
            this.telling = true;
        }
        try {
            this.executor.execute(this::tell);
        }
        catch (RejectedExecutionException ex) {
            refused();
        }
    }

    private void tell() {
        try {
            for (FoldChange<V> change = next(); change != null; change = next()) {
                this.subscriber.onNext(change);
            }
            end();
        }
        catch (RuntimeException | Error ex) {
            LOGGER.warn("A subscriber to changes of a fold failed and is told no more", ex);
            cancel();
            if (ex instanceof Error error) {
                throw error;
            }
        }
    }

    private synchronized @Nullable FoldChange<V> next() {
        if (this.ended || this.completed || this.demand == 0 || this.waiting.isEmpty()) {
            this.telling = this.completed && !this.ended;
            return null;
        }
        this.demand -= this.demand == Long.MAX_VALUE ? 0 : 1;
        return this.waiting.remove();
    }

    private void end() {
        Throwable failed;
        synchronized (this) {
            if (!this.completed || this.ended) {
                return;
            }
            this.ended = true;
            failed = this.failure;
        }
        if (failed != null) {
            this.subscriber.onError(failed);
        }
        else {
            this.subscriber.onComplete();
        }
        this.onEnd.accept(this);
    }

    // Nothing is lost: it waits, or becomes a reset, until the next change finds a thread. The end can't wait.
    private void refused() {
        boolean ending;
        synchronized (this) {
            this.telling = false;
            ending = this.completed;
        }
        if (ending) {
            end();
        }
    }

    private boolean hasSomethingToTell() {
        return !this.ended && (this.completed || this.demand > 0 && !this.waiting.isEmpty());
    }

}
