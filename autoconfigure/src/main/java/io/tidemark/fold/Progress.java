package io.tidemark.fold;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Keeps the figures of a follower and tells its observers. The follower's thread writes, any reads. */
final class Progress {

    private static final Logger LOGGER = LoggerFactory.getLogger(Follower.class);

    private final String bucket;

    private final Pace pace;

    private final List<FollowerObserver> observers;

    private final Map<ResyncReason, Long> resyncs = new EnumMap<>(ResyncReason.class);

    private final Map<WaitingFor, Long> faults = new EnumMap<>(WaitingFor.class);

    private FollowerState state = FollowerState.CONNECTING;

    private Instant since;

    private Instant movedAt;

    private @Nullable WaitingFor waitingFor;

    private boolean caughtUp;

    private @Nullable Cursor applied;

    private @Nullable Cursor durable;

    private long lastRevision = -1;

    private long subscriptions;

    private long reconnects;

    private long batches;

    private long updates;

    private long skipped;

    private long reconciliations;

    private long staleKeys;

    private long guardTrips;

    private long damages;

    private long observerFaults;

    private @Nullable WaitingFor complainedOf;

    private @Nullable Throwable lastFault;

    private @Nullable Instant lastFaultAt;

    Progress(String bucket, @Nullable Cursor durable, Pace pace, List<? extends FollowerObserver> observers) {
        this.bucket = bucket;
        this.pace = pace;
        this.observers = List.copyOf(observers);
        this.applied = durable;
        this.durable = durable;
        this.since = pace.now();
        this.movedAt = this.since;
    }

    FollowerState state() {
        return status().state();
    }

    /** Enters a state in which the follower does not wait. */
    void enter(FollowerState next) {
        change(next, null);
    }

    /** Waits after a failure. */
    void waiting(WaitingFor what, Throwable fault) {
        boolean known;
        synchronized (this) {
            this.faults.merge(what, 1L, Long::sum);
            remember(fault);
            known = what == this.complainedOf;
            this.complainedOf = what;
        }
        // Each retry fails in the same way.
        LOGGER.atLevel(known ? Level.DEBUG : Level.WARN)
            .log("Fold of bucket '{}' waits for its {}: {}", this.bucket, what.name().toLowerCase(Locale.ROOT),
                    fault.toString());
        change(FollowerState.WAITING, what);
    }

    /** Notes a failure that nobody waits for. */
    synchronized void fault(WaitingFor what, Throwable fault) {
        this.faults.merge(what, 1L, Long::sum);
        remember(fault);
        LOGGER.warn("Fold of bucket '{}' goes on after a failure", this.bucket, fault);
    }

    void caughtUp() {
        synchronized (this) {
            this.caughtUp = true;
            this.complainedOf = null;
            notifyAll();
        }
        change(FollowerState.LIVE, null);
    }

    synchronized void subscribed(boolean again) {
        this.subscriptions++;
        this.reconnects += again ? 1 : 0;
    }

    synchronized void seen(long revision) {
        this.lastRevision = revision;
    }

    synchronized void skipped() {
        this.skipped++;
    }

    synchronized void applied(@Nullable Cursor cursor) {
        this.applied = cursor;
    }

    void committed(List<KvUpdate> batch, @Nullable Cursor cursor) {
        synchronized (this) {
            this.durable = cursor;
            this.movedAt = this.pace.now();
            this.batches += batch.isEmpty() ? 0 : 1;
            this.updates += batch.size();
            if (cursor != null) {
                this.lastRevision = Math.max(this.lastRevision, cursor.version().asLong().orElse(-1));
            }
        }
        tell(observer -> observer.committed(batch, cursor));
    }

    void resynced(ResyncReason reason, int stale) {
        synchronized (this) {
            this.resyncs.merge(reason, 1L, Long::sum);
            this.staleKeys += stale;
        }
        LOGGER.info("Fold of bucket '{}' is read again from the beginning ({}), {} keys were gone", this.bucket, reason,
                stale);
    }

    synchronized void reconciled(int stale) {
        this.reconciliations++;
        this.staleKeys += stale;
    }

    synchronized void guardTripped() {
        this.guardTrips++;
    }

    void begunAnew(Throwable damage) {
        synchronized (this) {
            this.damages++;
            remember(damage);
            this.applied = null;
            this.durable = null;
        }
        LOGGER.error("Fold of bucket '{}' was damaged and is begun anew", this.bucket, damage);
        tell(FollowerObserver::begunAnew);
    }

    synchronized boolean awaitCaughtUp(long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        while (!this.caughtUp && this.state != FollowerState.CLOSED) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return this.caughtUp;
    }

    synchronized FollowerStatus status() {
        long position = this.durable == null ? 0 : this.durable.version().asLong().orElse(0);
        long lag = Math.max(0, this.lastRevision - position);
        return new FollowerStatus(this.bucket, this.state, this.since, this.waitingFor, this.caughtUp, this.applied,
                this.durable, this.lastRevision, lag, lag > 0 ? this.movedAt : null, this.subscriptions, this.reconnects,
                this.batches, this.updates, this.skipped, this.resyncs, this.reconciliations, this.staleKeys,
                this.guardTrips, this.damages,
                faults(WaitingFor.SOURCE) + faults(WaitingFor.BUCKET), faults(WaitingFor.STORE),
                faults(WaitingFor.LISTENER), this.observerFaults, this.lastFault, this.lastFaultAt);
    }

    private void remember(Throwable fault) {
        this.lastFault = fault;
        this.lastFaultAt = this.pace.now();
    }

    private long faults(WaitingFor what) {
        return this.faults.getOrDefault(what, 0L);
    }

    private void change(FollowerState next, @Nullable WaitingFor what) {
        FollowerStatus status;
        synchronized (this) {
            if (this.state == next && this.waitingFor == what) {
                return;
            }
            this.state = next;
            this.waitingFor = what;
            this.since = this.pace.now();
            notifyAll();
            status = status();
        }
        tell(observer -> observer.stateChanged(status));
    }

    private void tell(Consumer<FollowerObserver> news) {
        for (FollowerObserver observer : this.observers) {
            try {
                news.accept(observer);
            }
            catch (RuntimeException | Error ex) {
                synchronized (this) {
                    this.observerFaults++;
                    remember(ex);
                }
                LOGGER.warn("An observer of the fold of bucket '{}' failed", this.bucket, ex);
            }
        }
    }

}
