package io.tidemark.fold;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/** Brings updates to the listeners of one fold before they are committed, and to its subscribers afterwards. */
final class ChangeDispatch<V> implements FoldListener, FollowerObserver {

    private final List<FoldChangeListener<V>> listeners = new CopyOnWriteArrayList<>();

    private final ValueDecoder<V> decoder;

    private final ChangeFeed<V> feed;

    // The rest is used by the follower's thread only.
    private List<KvUpdate> decodedUpdates = List.of();

    private List<FoldChange<V>> decoded = List.of();

    private boolean resetDue;

    ChangeDispatch(ValueDecoder<V> decoder, ChangeFeed<V> feed) {
        this.decoder = decoder;
        this.feed = feed;
    }

    void add(FoldChangeListener<V> listener) {
        this.listeners.add(listener);
    }

    void remove(FoldChangeListener<V> listener) {
        this.listeners.remove(listener);
    }

    /** Says, before a follower starts, whether there is nothing yet that it goes on from. */
    void beginning(boolean fromNothing) {
        this.resetDue = fromNothing;
    }

    @Override
    public void onUpdates(List<KvUpdate> updates) throws Exception {
        if (updates != this.decodedUpdates) {
            this.decoded = this.decoder.decode(updates);
            this.decodedUpdates = updates;
        }
        for (FoldChangeListener<V> listener : this.listeners) {
            tell(listener);
        }
        this.resetDue = false;
    }

    @Override
    public void committed(List<KvUpdate> updates, @Nullable Cursor cursor) {
        if (updates == this.decodedUpdates) {
            this.decoded.forEach(this.feed::publish);
        }
        this.decoded = List.of();
        this.decodedUpdates = List.of();
    }

    @Override
    public void begunAnew() {
        this.resetDue = true;
        this.feed.reset();
    }

    private void tell(FoldChangeListener<V> listener) throws Exception {
        if (this.resetDue) {
            listener.onChange(new FoldChange.Reset<>());
        }
        for (FoldChange<V> change : this.decoded) {
            listener.onChange(change);
        }
    }

}
