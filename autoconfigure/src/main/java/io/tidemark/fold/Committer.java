package io.tidemark.fold;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Brings batches to the listeners and then, with the cursor, into the store. Returns only when both have them: what
 * fails is tried again until it succeeds, so that no batch overtakes another and none is left out.
 */
final class Committer {

    private final FoldStore store;

    private final List<FoldListener> listeners;

    private final FollowerSettings settings;

    private final Pace pace;

    private final Progress progress;

    private final Interruption interruption;

    private final BooleanSupplier closing;

    Committer(FoldStore store, List<? extends FoldListener> listeners, FollowerSettings settings, Pace pace,
            Progress progress, Interruption interruption, BooleanSupplier closing) {
        this.store = store;
        this.listeners = List.copyOf(listeners);
        this.settings = settings;
        this.pace = pace;
        this.progress = progress;
        this.interruption = interruption;
        this.closing = closing;
    }

    /**
     * Commits a batch.
     * @throws ClosingSignal if the follower was closed before it could be committed: nothing is lost
     * @throws DamagedFoldException if the store is damaged
     */
    void commit(List<KvUpdate> batch, @Nullable Cursor cursor) {
        if (!batch.isEmpty()) {
            for (FoldListener listener : this.listeners) {
                insist(WaitingFor.LISTENER, () -> call(listener, batch));
            }
        }
        this.progress.applied(cursor);
        insist(WaitingFor.STORE, () -> this.store.apply(batch, cursor));
        this.progress.committed(batch, cursor);
    }

    /** Commits deletions of keys that were found gone, in batches of the usual size. */
    void delete(List<String> keys, @Nullable Cursor cursor) {
        for (int from = 0; from < keys.size(); from += this.settings.batchSize()) {
            List<KvUpdate> deletes = new ArrayList<>();
            for (String key : keys.subList(from, Math.min(keys.size(), from + this.settings.batchSize()))) {
                deletes.add(new KvUpdate.Delete(key, Version.unknown()));
            }
            commit(deletes, cursor);
        }
    }

    private void call(FoldListener listener, List<KvUpdate> batch) throws Exception {
        this.interruption.allow();
        try {
            listener.onUpdates(batch);
        }
        finally {
            this.interruption.forbid();
        }
    }

    private void insist(WaitingFor what, Step step) {
        Backoff backoff = new Backoff(this.settings);
        FollowerState before = this.progress.state();
        while (!succeeds(what, step)) {
            if (this.closing.getAsBoolean()) {
                throw new ClosingSignal();
            }
            this.pace.pause(this.pace.spread(backoff.nextNanos()));
            if (this.closing.getAsBoolean()) {
                throw new ClosingSignal();
            }
        }
        if (!backoff.isFresh()) {
            this.progress.enter(before);
        }
    }

    private boolean succeeds(WaitingFor what, Step step) {
        try {
            step.run();
            return true;
        }
        catch (DamagedFoldException ex) {
            if (what == WaitingFor.STORE) {
                throw ex;
            }
            this.progress.waiting(what, ex);
            return false;
        }
        // Whatever it is, the thread must go on trying: if it ended, the fold would grow old in silence.
        catch (Throwable ex) {
            this.progress.waiting(what, ex);
            return false;
        }
    }

    @FunctionalInterface
    private interface Step {

        void run() throws Exception;

    }

}
