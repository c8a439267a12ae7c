package io.tidemark.fold;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares all keys of the fold with the bucket's now and then. Buckets lose entries without a word: by age, by the
 * removal of delete markers, by a purge of the administrator.
 */
final class Reconciliation {

    private static final Logger LOGGER = LoggerFactory.getLogger(Follower.class);

    private final FoldSource source;

    private final FoldStore store;

    private final FollowerSettings settings;

    private final Pace pace;

    private final Progress progress;

    private final Committer committer;

    private final long intervalNanos;

    private boolean wanted;

    private long dueAtNanos;

    private long knownKeys = -1;

    Reconciliation(FoldSource source, FoldStore store, FollowerSettings settings, Pace pace, Progress progress,
            Committer committer) {
        this.source = source;
        this.store = store;
        this.settings = settings;
        this.pace = pace;
        this.progress = progress;
        this.committer = committer;
        this.intervalNanos = settings.reconcileInterval().toNanos();
        this.dueAtNanos = pace.nanos() + this.intervalNanos;
    }

    /** Makes one due at once. */
    void want() {
        this.wanted = true;
    }

    void wantOnSchedule() {
        this.wanted |= this.intervalNanos > 0;
    }

    /** Makes one due if keys vanished: an update can only add one. */
    void noteKeys(long keys) {
        if (keys >= 0 && keys < this.knownKeys) {
            wantOnSchedule();
        }
        this.knownKeys = keys;
    }

    boolean isDue(long nowNanos) {
        return this.wanted || this.intervalNanos > 0 && nowNanos - this.dueAtNanos >= 0;
    }

    long remainingNanos(long nowNanos) {
        return this.intervalNanos == 0 ? Long.MAX_VALUE : this.dueAtNanos - nowNanos;
    }

    /**
     * Compares a fold that has got to the cursor. If the bucket can't be listed, the next attempt comes soon.
     * @throws ResyncSignal if entries differ
     */
    void run(Cursor cursor) {
        this.wanted = false;
        this.dueAtNanos = this.pace.nanos() + this.intervalNanos;
        try {
            compare(cursor);
        }
        catch (FoldSourceException ex) {
            this.progress.fault(WaitingFor.SOURCE, ex);
            this.dueAtNanos = this.pace.nanos() + Math.min(this.intervalNanos, this.settings.maximumBackoff().toNanos());
        }
    }

    private void compare(Cursor cursor) {
        KeyDiff diff = KeyDiff.between(this.store, this.source, cursor.version().asLong().orElseThrow());
        boolean deletes = this.settings.policy() == ResyncPolicy.MIRROR && !diff.stale().isEmpty();
        if (deletes) {
            LOGGER.info("Fold of bucket '{}' had {} keys that the bucket lost without an update", this.source.bucket(),
                    diff.stale().size());
            this.committer.delete(diff.stale(), cursor);
        }
        this.progress.reconciled(deletes ? diff.stale().size() : 0);
        if (diff.diverged()) {
            throw new ResyncSignal(ResyncReason.DIVERGED);
        }
    }

}
