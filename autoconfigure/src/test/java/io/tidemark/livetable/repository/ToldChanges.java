package io.tidemark.livetable.repository;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;

import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.TableChange;
import io.tidemark.livetable.TableId;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/** What a subscriber is told while something is done. */
public final class ToldChanges implements Flow.Subscriber<TableChange> {

    private static final TableId LAST = new TableId("none", "last");

    private final BlockingQueue<TableChange> told = new LinkedBlockingQueue<>();

    private Flow.Subscription subscription;

    private ToldChanges() {
    }

    /** Returns all changes that {@code write} makes known, in order. */
    public static List<TableChange> during(LiveTables tables, Runnable write) {
        ToldChanges subscriber = new ToldChanges();
        tables.changes().subscribe(subscriber);
        try {
            write.run();
            tables.invalidate(LAST);
            return subscriber.untilLast();
        }
        finally {
            subscriber.subscription.cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(TableChange change) {
        this.told.add(change);
    }

    @Override
    public void onError(Throwable failure) {
        throw new AssertionError("A subscriber must not fail", failure);
    }

    @Override
    public void onComplete() {
    }

    private List<TableChange> untilLast() {
        List<TableChange> changes = new ArrayList<>();
        try {
            while (changes.isEmpty() || !changes.get(changes.size() - 1).table().equals(LAST)) {
                TableChange next = this.told.poll(20, SECONDS);
                assertThat(next).as("what follows %s", changes).isNotNull();
                changes.add(next);
            }
            return changes.subList(0, changes.size() - 1);
        }
        catch (InterruptedException ex) {
            throw new AssertionError("The changes must come uninterrupted", ex);
        }
    }

}
