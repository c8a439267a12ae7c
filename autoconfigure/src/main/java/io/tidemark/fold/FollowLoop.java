package io.tidemark.fold;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Follows until it is told to end: subscribes, subscribes again after whatever happens, and reads the whole bucket again
 * where the fold can't go on. Where to go on is only ever known from the store.
 */
final class FollowLoop {

    private final FollowerParts parts;

    private final FoldSource source;

    private final FoldStore store;

    private final Pace pace;

    private final Progress progress;

    private final Committer committer;

    private final Reconciliation reconciliation;

    private final Backoff backoff;

    private final Interruption interruption = new Interruption();

    private final AtomicBoolean resyncRequested = new AtomicBoolean();

    private final AtomicBoolean reconciliationRequested = new AtomicBoolean();

    private volatile boolean closing;

    private volatile @Nullable FoldSubscription subscription;

    private @Nullable Feed feed;

    private @Nullable ResyncReason due;

    private boolean connectedBefore;

    FollowLoop(FoldSource source, FoldStore store, FollowerSettings settings, List<? extends FoldListener> listeners,
            Progress progress, Pace pace) {
        this.source = source;
        this.store = store;
        this.pace = pace;
        this.progress = progress;
        this.committer = new Committer(store, listeners, settings, pace, progress, this.interruption,
                () -> this.closing);
        this.reconciliation = new Reconciliation(source, store, settings, pace, progress, this.committer);
        this.parts = new FollowerParts(source, store, settings, pace, progress, this.committer, this.reconciliation);
        this.backoff = new Backoff(settings);
    }

    void run() {
        try {
            while (!this.closing) {
                turn();
            }
            leave();
        }
        finally {
            this.progress.enter(FollowerState.CLOSED);
        }
    }

    /** Does the next thing there is to do. What fails ends the feed, and another one is made. */
    void turn() {
        try {
            if (this.resyncRequested.getAndSet(false)) {
                throw new ResyncSignal(ResyncReason.REQUESTED);
            }
            if (this.reconciliationRequested.getAndSet(false)) {
                this.reconciliation.want();
            }
            follow();
        }
        catch (ClosingSignal ex) {
            endFeed();
        }
        catch (ResyncSignal ex) {
            endFeed();
            this.due = ex.reason();
        }
        catch (SubscriptionLostException ex) {
            lost(ex);
        }
        catch (BucketMissingException ex) {
            await(WaitingFor.BUCKET, ex);
        }
        catch (FoldSourceException ex) {
            await(WaitingFor.SOURCE, ex);
        }
        catch (DamagedFoldException ex) {
            beginAnew(ex);
        }
        catch (FoldStoreException ex) {
            await(WaitingFor.STORE, ex);
        }
        // Nothing else is expected. But if the thread ended, the fold would grow old in silence.
        catch (RuntimeException | Error ex) {
            await(WaitingFor.SOURCE, ex);
        }
    }

    void requestResync() {
        this.resyncRequested.set(true);
        wakeUp();
    }

    void requestReconciliation() {
        this.reconciliationRequested.set(true);
        wakeUp();
    }

    void close() {
        this.closing = true;
        wakeUp();
    }

    void interrupt(Thread thread) {
        this.interruption.interrupt(thread);
    }

    private void wakeUp() {
        this.pace.wakeUp();
        FoldSubscription current = this.subscription;
        if (current != null) {
            current.wakeUp();
        }
    }

    private void follow() {
        Feed current = this.feed;
        if (current == null) {
            current = connect();
            this.feed = current;
            this.progress.enter(FollowerState.CATCHING_UP);
        }
        // Looked at after the subscription can be seen by whoever closes, so that no wait is missed.
        if (!this.closing) {
            current.turn();
        }
        if (current.hasCaughtUp()) {
            this.backoff.reset();
        }
    }

    private Feed connect() {
        this.progress.enter(FollowerState.CONNECTING);
        SourceState before = this.source.describe();
        this.progress.seen(before.lastRevision());
        FoldUsage usage = this.store.usage();
        if (usage.condition() == FoldCondition.DAMAGED) {
            throw new DamagedFoldException("Fold store of bucket '%s' is damaged".formatted(this.source.bucket()), null);
        }
        Cursor cursor = this.store.cursor();
        requireSameBucket(cursor, this.source);
        boolean empty = usage.entries() == 0;
        ResyncReason reason = reason(cursor, before, empty);
        if (reason != null) {
            this.progress.enter(FollowerState.RESYNCING);
            prepare(reason, empty);
            cursor = null;
        }
        return subscribe(cursor, before, !empty && reason != ResyncReason.DIVERGED);
    }

    private @Nullable ResyncReason reason(@Nullable Cursor cursor, SourceState state, boolean empty) {
        if (this.due != null) {
            return this.due;
        }
        if (cursor != null) {
            return ResumeCheck.obstacle(cursor, state);
        }
        return empty ? null : ResyncReason.INTERRUPTED;
    }

    /**
     * Removes what the bucket lost, and gives up the cursor. It happens before the subscription, so that a key that was
     * deleted and created again comes back; and not before the list is complete.
     */
    private void prepare(ResyncReason reason, boolean empty) {
        List<String> stale = List.of();
        if (!empty && this.parts.settings().policy() == ResyncPolicy.MIRROR) {
            stale = KeyDiff.between(this.store, this.source, 0).stale();
        }
        this.committer.commit(List.of(), null);
        this.committer.delete(stale, null);
        this.due = null;
        this.progress.resynced(reason, stale.size());
    }

    private Feed subscribe(@Nullable Cursor cursor, SourceState before, boolean compares) {
        long position = cursor == null ? 0 : cursor.version().asLong().orElseThrow();
        FoldSubscription made = this.source.subscribe(position);
        boolean kept = false;
        try {
            // Asked again: what was removed between the question and the subscription would be missed.
            SourceState after = this.source.describe();
            ResyncReason obstacle = cursor == null ? changed(before, after) : ResumeCheck.obstacle(cursor, after);
            if (obstacle != null) {
                throw new ResyncSignal(obstacle);
            }
            boolean again = this.connectedBefore;
            boolean compare = compares && (!again || cursor == null);
            Feed created = new Feed(this.parts, made, before, position, compare);
            this.reconciliation.noteKeys(after.keys());
            this.progress.subscribed(again);
            this.connectedBefore = true;
            this.subscription = made;
            kept = true;
            return created;
        }
        finally {
            if (!kept) {
                made.close();
            }
        }
    }

    private static @Nullable ResyncReason changed(SourceState before, SourceState after) {
        if (!before.identity().equals(after.identity())) {
            return ResyncReason.RECREATED;
        }
        return after.lastRevision() < before.lastRevision() ? ResyncReason.RESTORED : null;
    }

    private void lost(SubscriptionLostException ex) {
        endFeed();
        if (this.backoff.isFresh()) {
            this.backoff.nextNanos();
            this.progress.fault(WaitingFor.SOURCE, ex);
            return;
        }
        await(WaitingFor.SOURCE, ex);
    }

    private void beginAnew(DamagedFoldException damage) {
        endFeed();
        try {
            this.store.reset();
        }
        catch (FoldStoreException ex) {
            ex.addSuppressed(damage);
            await(WaitingFor.STORE, ex);
            return;
        }
        this.due = ResyncReason.DAMAGED;
        this.progress.begunAnew(damage);
    }

    private void await(WaitingFor what, Throwable fault) {
        endFeed();
        this.progress.waiting(what, fault);
        if (!this.closing) {
            this.pace.pause(this.pace.spread(this.backoff.nextNanos()));
        }
    }

    // What was taken and not committed comes again.
    private void endFeed() {
        Feed ended = this.feed;
        this.feed = null;
        this.subscription = null;
        if (ended != null) {
            ended.close();
        }
    }

    private void leave() {
        try {
            Feed last = this.feed;
            if (last != null) {
                last.flush();
            }
        }
        catch (ClosingSignal | ResyncSignal ex) {
            LoggerFactory.getLogger(Follower.class)
                .debug("Fold of bucket '{}' ends with updates that come again next time", this.source.bucket(), ex);
        }
        catch (FoldSourceException ex) {
            this.progress.fault(WaitingFor.SOURCE, ex);
        }
        catch (FoldStoreException ex) {
            this.progress.fault(WaitingFor.STORE, ex);
        }
        finally {
            endFeed();
        }
    }

    static void requireSameBucket(@Nullable Cursor cursor, FoldSource source) {
        if (cursor != null && !cursor.source().bucket().equals(source.bucket())) {
            throw new ForeignFoldStoreException(cursor.source().bucket(), source.bucket());
        }
    }

}
