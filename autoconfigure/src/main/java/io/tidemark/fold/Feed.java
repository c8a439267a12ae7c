package io.tidemark.fold;

/** One subscription, from its first update until it is lost. Used by the follower's thread alone. */
final class Feed implements AutoCloseable {

    private final FoldSource source;

    private final FoldStore store;

    private final FollowerSettings settings;

    private final Pace pace;

    private final Progress progress;

    private final Committer committer;

    private final Reconciliation reconciliation;

    private final FoldSubscription subscription;

    private final SourceIdentity identity;

    private final Batch batch;

    // Everything up to here is in the bucket's state when the subscription was made.
    private final long target;

    private final long initialPending;

    private final boolean comparesFirst;

    private boolean fromBeginning;

    private boolean caughtUp;

    private long delivered;

    private long position;

    private long durablePosition;

    private long lastRevision;

    private long probeAtNanos;

    private long arrivedAtNanos;

    private boolean arrivedSinceProbe;

    Feed(FollowerParts parts, FoldSubscription subscription, SourceState state, long position, boolean comparesFirst) {
        this.source = parts.source();
        this.store = parts.store();
        this.settings = parts.settings();
        this.pace = parts.pace();
        this.progress = parts.progress();
        this.committer = parts.committer();
        this.reconciliation = parts.reconciliation();
        this.subscription = subscription;
        this.identity = state.identity();
        this.target = state.lastRevision();
        this.lastRevision = this.target;
        this.initialPending = subscription.initialPending();
        this.comparesFirst = comparesFirst;
        this.batch = new Batch(this.settings);
        this.position = position;
        this.durablePosition = position == 0 ? -1 : position;
        this.fromBeginning = position == 0;
        this.arrivedAtNanos = this.pace.nanos();
        this.probeAtNanos = this.arrivedAtNanos + this.settings.probeInterval().toNanos();
    }

    boolean hasCaughtUp() {
        return this.caughtUp;
    }

    /** Does the next thing there is to do, or waits for it. */
    void turn() {
        if (!this.caughtUp && hasReachedTarget()) {
            catchUp();
            return;
        }
        Delivery delivery = this.subscription.next(remainingNanos(this.pace.nanos()));
        if (delivery != null) {
            take(delivery);
        }
        if (this.batch.isDue(this.pace.nanos())) {
            flush();
        }
        if (this.pace.nanos() - this.probeAtNanos >= 0) {
            probe();
        }
        if (this.caughtUp && this.reconciliation.isDue(this.pace.nanos())) {
            reconcile();
        }
    }

    /**
     * Commits what was taken.
     * @throws ResyncSignal if something was removed before it was delivered; what was taken is dropped then
     */
    void flush() {
        if (this.batch.hasJumped()) {
            // One question answers for all jumps: the oldest revision only grows.
            requireReachingBackTo(this.batch.positionBeforeJump(), describe());
        }
        if (!this.batch.isEmpty() || this.position != this.durablePosition) {
            this.committer.commit(this.batch.updates(), cursor());
            this.durablePosition = this.position;
            this.batch.clear();
        }
    }

    @Override
    public void close() {
        this.subscription.close();
    }

    private long remainingNanos(long now) {
        if (!this.batch.isEmpty()) {
            return Math.max(0, this.batch.remainingNanos(now));
        }
        long remaining = this.probeAtNanos - now;
        if (this.caughtUp) {
            remaining = Math.min(remaining, this.reconciliation.remainingNanos(now));
        }
        return Math.max(0, remaining);
    }

    private void take(Delivery delivery) {
        if (delivery.revision() <= this.position) {
            throw new SubscriptionLostException("Update of bucket '%s' must come after revision %d, was %d: subscribing again"
                .formatted(this.source.bucket(), this.position, delivery.revision()), null);
        }
        // The last updates of the keys have gaps between them by nature.
        if (!this.fromBeginning && delivery.revision() > this.position + 1) {
            this.batch.jumpedFrom(this.position);
        }
        this.arrivedAtNanos = this.pace.nanos();
        this.arrivedSinceProbe = true;
        this.batch.add(delivery, this.arrivedAtNanos);
        this.position = delivery.revision();
        this.delivered++;
        if (delivery.update() == null) {
            this.progress.skipped();
        }
        if (this.fromBeginning && hasReachedTarget()) {
            endBeginning();
        }
    }

    // What was there when the subscription was made comes first, ascending: as many deliveries as that, or one from
    // beyond, prove that all of it has come.
    private boolean hasReachedTarget() {
        return this.position >= this.target || this.delivered >= this.initialPending;
    }

    private void endBeginning() {
        this.fromBeginning = false;
        this.position = Math.max(this.position, this.target);
    }

    private void catchUp() {
        endBeginning();
        flush();
        if (this.comparesFirst) {
            this.reconciliation.wantOnSchedule();
        }
        if (this.reconciliation.isDue(this.pace.nanos())) {
            reconcile();
        }
        this.caughtUp = true;
        this.progress.caughtUp();
    }

    private void reconcile() {
        flush();
        this.reconciliation.run(cursor());
    }

    /** Notices what no update tells, and moves the cursor of keys that are quiet. */
    private void probe() {
        this.probeAtNanos = this.pace.nanos() + this.settings.probeInterval().toNanos();
        boolean quiet = this.batch.isEmpty() && !this.arrivedSinceProbe;
        this.arrivedSinceProbe = false;
        if (this.store.usage().condition() == FoldCondition.DAMAGED) {
            throw new DamagedFoldException("Fold store of bucket '%s' is damaged".formatted(this.source.bucket()), null);
        }
        SourceState state = describe();
        this.reconciliation.noteKeys(state.keys());
        if (quiet && (state.lastRevision() > this.position || !this.caughtUp)) {
            advance(state);
        }
    }

    private void advance(SourceState state) {
        long pending = this.source.pendingAfter(this.position);
        if (pending > 0) {
            requireNoStall(pending);
            return;
        }
        if (!this.fromBeginning) {
            // Asked after the count: nothing can have been removed uncounted.
            requireReachingBackTo(this.position, describe());
        }
        this.fromBeginning = false;
        this.position = Math.max(this.position, state.lastRevision());
        flush();
    }

    private void requireNoStall(long pending) {
        if (this.pace.nanos() - this.arrivedAtNanos >= this.settings.stallTimeout().toNanos()) {
            throw new SubscriptionLostException(
                    "Subscription to bucket '%s' must deliver, had %d updates left and brought none: subscribing again"
                        .formatted(this.source.bucket(), pending),
                    null);
        }
    }

    private SourceState describe() {
        SourceState state = this.source.describe();
        if (!state.identity().equals(this.identity)) {
            throw new ResyncSignal(ResyncReason.RECREATED);
        }
        if (state.lastRevision() < Math.max(this.position, this.lastRevision)) {
            throw new ResyncSignal(ResyncReason.RESTORED);
        }
        this.lastRevision = state.lastRevision();
        this.progress.seen(state.lastRevision());
        return state;
    }

    private void requireReachingBackTo(long revision, SourceState state) {
        if (!state.reachesBackTo(revision)) {
            this.progress.guardTripped();
            throw new ResyncSignal(ResyncReason.OVERRUN);
        }
    }

    private Cursor cursor() {
        return new Cursor(this.identity, Version.of(this.position));
    }

}
