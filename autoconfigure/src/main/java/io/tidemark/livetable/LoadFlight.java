package io.tidemark.livetable;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/** A load that others may wait for. When it began is guarded by its lane; what it brought is there once it landed. */
final class LoadFlight {

    private final CountDownLatch landed = new CountDownLatch(1);

    private @Nullable LoadStart start;

    private @Nullable Rows rows;

    private @Nullable Throwable failure;

    private boolean failedPersonally;

    /** Returns when it began, or null if it waits for the one before. */
    @Nullable LoadStart start() {
        return this.start;
    }

    void begin(LoadStart beginning) {
        this.start = beginning;
    }

    /** Ends the flight with what it brought, or with null if that can't be shared. */
    void land(@Nullable Rows brought) {
        this.rows = brought;
        this.landed.countDown();
    }

    /** Ends the flight with a failure, which those who wait share or do not learn of. */
    void fail(Throwable cause, boolean personal) {
        this.failure = personal ? null : cause;
        this.failedPersonally = personal;
        this.landed.countDown();
    }

    /** Waits until the flight has landed; false if that took too long. */
    boolean await(long nanos) throws InterruptedException {
        return this.landed.await(nanos, TimeUnit.NANOSECONDS);
    }

    @Nullable Rows rows() {
        return this.rows;
    }

    /** Returns the failure that all share, or null. */
    @Nullable Throwable failure() {
        return this.failure;
    }

    /** Whether it brought nothing only because of the thread that led it. */
    boolean isToBeTriedAgain() {
        return this.failedPersonally;
    }

}
