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

    private volatile @Nullable Position target;

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
        return head != null ? covers(head) : counters.isLatest(taken);
    }

    void begin(Wish wish) {
        this.begun = true;
        this.consistent |= wish.isConsistent();
        this.stamps = wish.stamps();
        this.target = wish.head();
    }

    /** Says that what is loaded will include the log up to {@code head}, as read after the flight had begun. */
    void aimAt(Position head) {
        this.target = head;
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

    private boolean covers(Position head) {
        Position aim = this.target;
        return aim != null && (aim.sequence() > head.sequence() || aim.equals(head));
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException unchecked(Throwable failure) throws T {
        throw (T) failure;
    }

    /**
     * What a reader wants of a flight.
     *
     * @param head the head that it has seen and that must be included, or null if it looked at none
     * @param stamps the marks that it took before
     * @param isConsistent whether it needs the log as it is, not an older state
     * @param isForNewFlight whether only a flight that begins from now on will do
     */
    record Wish(@Nullable Position head, Stamps stamps, boolean isConsistent, boolean isForNewFlight) {
    }

}
