package io.tidemark.fold;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** Observers that come and go. Each is told, whatever the others throw. */
final class SharedObservers implements FollowerObserver {

    private final List<FollowerObserver> observers = new CopyOnWriteArrayList<>();

    void add(FollowerObserver observer) {
        this.observers.add(observer);
    }

    void remove(FollowerObserver observer) {
        this.observers.remove(observer);
    }

    @Override
    public void stateChanged(FollowerStatus status) {
        tell(observer -> observer.stateChanged(status));
    }

    @Override
    public void committed(List<KvUpdate> updates, @Nullable Cursor cursor) {
        tell(observer -> observer.committed(updates, cursor));
    }

    @Override
    public void begunAnew() {
        tell(FollowerObserver::begunAnew);
    }

    private void tell(Consumer<FollowerObserver> news) {
        RuntimeException failure = null;
        for (FollowerObserver observer : this.observers) {
            try {
                news.accept(observer);
            }
            catch (RuntimeException ex) {
                if (failure != null) {
                    ex.addSuppressed(failure);
                }
                failure = ex;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

}
