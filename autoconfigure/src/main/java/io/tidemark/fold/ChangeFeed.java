package io.tidemark.fold;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/** Tells subscribers of the changes of one fold, each in its own time. Publishing never waits for one. */
final class ChangeFeed<V> implements AutoCloseable {

    private final List<ChangeSubscription<V>> subscriptions = new CopyOnWriteArrayList<>();

    private final Executor executor;

    private volatile boolean closed;

    ChangeFeed(Executor executor) {
        this.executor = executor;
    }

    void subscribe(Flow.Subscriber<? super FoldChange<V>> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        ChangeSubscription<V> subscription = new ChangeSubscription<>(subscriber, this.executor,
                this.subscriptions::remove);
        this.subscriptions.add(subscription);
        try {
            subscription.begin();
        }
        catch (RuntimeException | Error ex) {
            subscription.cancel();
            throw ex;
        }
        if (this.closed) {
            subscription.complete();
        }
    }

    void publish(FoldChange<V> change) {
        this.subscriptions.forEach(subscription -> subscription.offer(change));
    }

    void reset() {
        this.subscriptions.forEach(ChangeSubscription::reset);
    }

    /** Ends all subscriptions as completed. */
    @Override
    public void close() {
        this.closed = true;
        this.subscriptions.forEach(ChangeSubscription::complete);
    }

}
