package io.tidemark.fold;

import java.util.ArrayList;
import java.util.List;

/** The updates that are committed together next. */
final class Batch {

    private static final long NO_JUMP = -1;

    private final int maximum;

    private final long windowNanos;

    private final List<KvUpdate> updates = new ArrayList<>();

    private int deliveries;

    private long openedAtNanos;

    private long positionBeforeJump = NO_JUMP;

    Batch(FollowerSettings settings) {
        this.maximum = settings.batchSize();
        this.windowNanos = settings.batchWindow().toNanos();
    }

    /** Also counts deliveries without an update, whose position is to be committed. */
    void add(Delivery delivery, long nowNanos) {
        if (this.deliveries++ == 0) {
            this.openedAtNanos = nowNanos;
        }
        if (delivery.update() != null) {
            this.updates.add(delivery.update());
        }
    }

    /** Notes that revisions after {@code position} did not come. The first such position is the one that counts. */
    void jumpedFrom(long position) {
        if (!hasJumped()) {
            this.positionBeforeJump = position;
        }
    }

    boolean hasJumped() {
        return this.positionBeforeJump != NO_JUMP;
    }

    long positionBeforeJump() {
        return this.positionBeforeJump;
    }

    boolean isEmpty() {
        return this.deliveries == 0;
    }

    boolean isDue(long nowNanos) {
        return this.deliveries >= this.maximum || !isEmpty() && remainingNanos(nowNanos) <= 0;
    }

    long remainingNanos(long nowNanos) {
        return this.openedAtNanos + this.windowNanos - nowNanos;
    }

    List<KvUpdate> updates() {
        return List.copyOf(this.updates);
    }

    void clear() {
        this.updates.clear();
        this.deliveries = 0;
        this.positionBeforeJump = NO_JUMP;
    }

}
