package io.tidemark.livetable;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

/** Tells subscribers of changes, each in its own time. Publishing never waits for one. */
final class ChangeFeed implements AutoCloseable {

    private final List<ChangeSubscription> subscriptions = new CopyOnWriteArrayList<>();

    private final Executor executor;

    private volatile boolean closed;

    ChangeFeed(Executor executor) {
        this.executor = executor;
    }

    /** Returns the changes of {@code table}, or of all tables if that is null. */
    Flow.Publisher<TableChange> changes(@Nullable TableId table) {
        return (subscriber) -> subscribe(table, Objects.requireNonNull(subscriber, "subscriber"));
    }

    void publish(TableChange change) {
        for (ChangeSubscription subscription : this.subscriptions) {
            subscription.offer(change);
        }
    }

    /** Ends all subscriptions as completed. */
    @Override
    public void close() {
        this.closed = true;
        this.subscriptions.forEach(ChangeSubscription::complete);
        this.subscriptions.clear();
    }

    private void subscribe(@Nullable TableId table, Flow.Subscriber<? super TableChange> subscriber) {
        ChangeSubscription subscription = new ChangeSubscription(subscriber, table, this.executor,
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
            this.subscriptions.remove(subscription);
        }
    }

}
