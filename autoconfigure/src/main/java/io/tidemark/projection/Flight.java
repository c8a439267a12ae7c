package io.tidemark.projection;

import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

/**
 * A load that others may wait for. What it aims at is guarded by its lane in {@link Flights}; what it brought is there
 * once it has landed.
 *
 * @param <R> what it brings
 */
final class Flight<R> {

    private final CountDownLatch landed = new CountDownLatch(1);

    private final Thread leader = Thread.currentThread();

    private boolean begun;

    private boolean consistent;

    private @Nullable Stamps stamps;

    private volatile @Nullable Aim aim;

    private @Nullable R result;

    private @Nullable Throwable failure;

    private boolean failureShared;

    /** Whether a reader with {@code wish} is served by this flight. If it has not begun, it will see to that. */
    boolean takes(Wish wish, Stamps.Counters counters) {
        if (!this.begun) {
            this.consistent |= wish.isConsistent();
            return true;
        }
        Stamps taken = this.stamps;
        if (wish.isForNewFlight() || taken == null || !counters.isValid(taken)) {
            return false;
        }
        Position head = wish.head();
        return head != null ? covers(head, wish.nanos()) : counters.isLatest(taken);
    }

    void begin(Wish wish) {
        this.begun = true;
        this.consistent |= wish.isConsistent();
        this.stamps = wish.stamps();
        Position head = wish.head();
        this.aim = head != null ? new Aim(head, wish.nanos()) : null;
    }

    /** Says that what is loaded will include the log up to {@code head}, looked at from {@code nanos} on. */
    void aimAt(Position head, long nanos) {
        this.aim = new Aim(head, nanos);
    }

    boolean mustBeConsistent() {
        return this.consistent;
    }

    boolean hasBegun() {
        return this.begun;
    }

    boolean isLedByCaller() {
        return this.leader == Thread.currentThread();
    }

    void land(R brought) {
        this.result = brought;
        this.landed.countDown();
    }

    void fail(Throwable cause, boolean shared) {
        this.failure = cause;
        this.failureShared = shared;
        this.landed.countDown();
    }

    void awaitLanding() throws InterruptedException {
        this.landed.await();
    }

    /** Returns what the flight brought, or null if each of its passengers has to try for itself. */
    @Nullable R await() throws InterruptedException {
        this.landed.await();
        if (this.failure != null && this.failureShared) {
            throw Flight.<RuntimeException>unchecked(this.failure);
        }
        return this.result;
    }

    // A higher sequence says nothing if it was seen earlier: the log may have lost its tail since.
    private boolean covers(Position head, long nanos) {
        Aim aimedAt = this.aim;
        return aimedAt != null && (aimedAt.head().equals(head)
                || (aimedAt.head().sequence() > head.sequence() && aimedAt.nanos() - nanos >= 0));
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException unchecked(Throwable failure) throws T {
        throw (T) failure;
    }

    /**
     * What a reader wants of a flight.
     *
     * @param head the head that it has seen and that must be included, or null if it looked at none
     * @param nanos when it began to look
     * @param stamps the marks that it took before
     * @param isConsistent whether it needs the log as it is, not an older state
     * @param isForNewFlight whether only a flight that begins from now on will do
     */
    record Wish(@Nullable Position head, long nanos, Stamps stamps, boolean isConsistent,
            boolean isForNewFlight) {
    }

    private record Aim(Position head, long nanos) {
    }

}
