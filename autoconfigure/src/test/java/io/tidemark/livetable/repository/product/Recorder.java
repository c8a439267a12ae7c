package io.tidemark.livetable.repository.product;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;

import io.tidemark.livetable.TableChange;

/** Remembers what it is told. */
final class Recorder implements Flow.Subscriber<TableChange> {

    private final List<String> kinds = new ArrayList<>();

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public synchronized void onNext(TableChange change) {
        this.kinds.add(change.getClass().getSimpleName());
    }

    @Override
    public void onError(Throwable failure) {
        throw new AssertionError("A subscription must not fail", failure);
    }

    @Override
    public void onComplete() {
    }

    synchronized List<String> kinds() {
        return List.copyOf(this.kinds);
    }

}
