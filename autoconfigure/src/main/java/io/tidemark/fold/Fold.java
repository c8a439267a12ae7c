package io.tidemark.fold;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A local copy of a key-value bucket that follows it. Reads ask nobody: they are answered also while the source can't be
 * reached, by what was copied last, and {@link #status()} says how far that is behind.
 * <p>
 * Each read sees the last commit, never part of one; {@link #range} and {@link #forEachInRange} see one commit
 * throughout. What is read is what was written to the bucket, or the damage is reported by a {@link FoldStoreException}.
 * Thread-safe.
 *
 * @param <V> the type of the values
 */
public interface Fold<V> {

    /** Returns the name. */
    String name();

    /**
     * Returns the entry of {@code key}, or null if there is none.
     * @throws FoldStoreException if the copy is damaged or closed
     * @throws UndecodableValueException if the value can't be decoded and is not to be skipped
     */
    @Nullable FoldEntry<V> entry(String key);

    /** Returns the value of {@code key} as {@link #entry} does, or null if there is none. */
    default @Nullable V get(String key) {
        FoldEntry<V> entry = entry(key);
        return entry == null ? null : entry.value();
    }

    /**
     * Calls {@code action} with each entry whose key starts with {@code prefix}, ascending by the bytes of the key. What
     * {@code action} throws ends it and reaches the caller. Failures are those of {@link #entry}.
     */
    void forEachInRange(String prefix, Consumer<? super FoldEntry<V>> action);

    /** Returns the entries whose keys start with {@code prefix}, in the order of {@link #forEachInRange}. */
    default List<FoldEntry<V>> range(String prefix) {
        List<FoldEntry<V>> entries = new ArrayList<>();
        forEachInRange(prefix, entries::add);
        return entries;
    }

    /**
     * Returns what happens from the subscription on, told after the fold shows it. A subscriber that takes too little
     * gets one {@link FoldChange.Reset} instead of what it missed; nobody waits for it.
     */
    Flow.Publisher<FoldChange<V>> changes();

    /** Adds a listener, which hears of the batches that are applied from now on. */
    void addListener(FoldChangeListener<V> listener);

    /** Removes a listener. It may still be told of the batch that is being applied. */
    void removeListener(FoldChangeListener<V> listener);

    /** Adds an observer of the thread that follows. */
    void addObserver(FollowerObserver observer);

    /** Removes an observer. */
    void removeObserver(FollowerObserver observer);

    /** Returns the codec, for those who write to the bucket what this fold reads. */
    FoldCodec<V> codec();

    /** Returns the figures of this moment. Waits for nobody. */
    FoldStatus status();

    /**
     * Waits until the fold has caught up with its bucket for the first time since it was started, which is at once if it
     * has already.
     * @return whether it has, in time and before it was stopped
     */
    boolean awaitCaughtUp(Duration limit) throws InterruptedException;

    /** Has the whole bucket read again. Returns at once; reads go on. */
    void resync();

    /** Has all keys and versions compared with the bucket's. Returns at once. */
    void reconcile();

}
