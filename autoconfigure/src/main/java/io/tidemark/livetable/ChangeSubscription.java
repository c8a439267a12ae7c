package io.tidemark.livetable;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one subscriber has yet to be told. It is told by one thread at a time. If more waits than there is room for, it
 * all becomes one {@link TableChange.Reset} for each table concerned.
 */
final class ChangeSubscription implements Flow.Subscription {

    private static final Logger logger = LoggerFactory.getLogger(ChangeSubscription.class);

    private static final int CAPACITY = 256;

    private final Flow.Subscriber<? super TableChange> subscriber;

    private final @Nullable TableId table;

    private final Executor executor;

    private final Consumer<ChangeSubscription> onCancel;

    private final Set<TableId> resets = new LinkedHashSet<>();

    private final Queue<TableChange> waiting = new ArrayDeque<>();

    private long demand;

    private boolean begun;

    private boolean telling;

    private boolean cancelled;

    private boolean completed;

    private @Nullable Throwable failure;

    ChangeSubscription(Flow.Subscriber<? super TableChange> subscriber, @Nullable TableId table, Executor executor,
            Consumer<ChangeSubscription> onCancel) {
        this.subscriber = subscriber;
        this.table = table;
        this.executor = executor;
        this.onCancel = onCancel;
    }

    void begin() {
        this.subscriber.onSubscribe(this);
        synchronized (this) {
            this.begun = true;
        }
        tellSoon();
    }

    void offer(TableChange change) {
        if (this.table != null && !this.table.equals(change.table())) {
            return;
        }
        synchronized (this) {
            if (this.cancelled || this.completed) {
                return;
            }
            if (this.waiting.size() < CAPACITY) {
                this.waiting.add(change);
            }
            else {
                this.waiting.forEach((each) -> this.resets.add(each.table()));
                this.waiting.clear();
                this.resets.add(change.table());
            }
        }
        tellSoon();
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
            this.cancelled = true;
            this.waiting.clear();
            this.resets.clear();
        }
        this.onCancel.accept(this);
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
            for (TableChange change = next(); change != null; change = next()) {
                this.subscriber.onNext(change);
            }
            end();
        }
        catch (RuntimeException | Error ex) {
            logger.warn("A subscriber to changes failed and is told no more", ex);
            cancel();
            if (ex instanceof Error error) {
                throw error;
            }
        }
    }

    private synchronized @Nullable TableChange next() {
        if (this.cancelled || this.completed || this.demand == 0
                || (this.resets.isEmpty() && this.waiting.isEmpty())) {
            this.telling = this.completed && !this.cancelled;
            return null;
        }
        this.demand -= this.demand == Long.MAX_VALUE ? 0 : 1;
        if (!this.resets.isEmpty()) {
            TableId lost = this.resets.iterator().next();
            this.resets.remove(lost);
            return new TableChange.Reset(lost);
        }
        return this.waiting.remove();
    }

    private void end() {
        Throwable failed;
        synchronized (this) {
            if (!this.completed || this.cancelled) {
                return;
            }
            this.cancelled = true;
            failed = this.failure;
        }
        if (failed != null) {
            this.subscriber.onError(failed);
        }
        else {
            this.subscriber.onComplete();
        }
        this.onCancel.accept(this);
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
        return !this.cancelled
                && (this.completed || (this.demand > 0 && !(this.resets.isEmpty() && this.waiting.isEmpty())));
    }

}
