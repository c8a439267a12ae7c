package io.tidemark.fold;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** Time that passes only while somebody waits. What is planned happens on the waiting thread, in its order. */
final class ManualPace implements Pace {

    static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private final PriorityQueue<Planned> planned = new PriorityQueue<>();

    final List<Duration> pauses = new ArrayList<>();

    private long nanos;

    private long order;

    private boolean awake;

    @Override
    public long nanos() {
        return this.nanos;
    }

    @Override
    public Instant now() {
        return BEGINNING.plusNanos(this.nanos);
    }

    @Override
    public long spread(long nanos) {
        return nanos;
    }

    @Override
    public void pause(long nanos) {
        this.pauses.add(Duration.ofNanos(nanos));
        if (!this.awake) {
            advance(nanos);
        }
        this.awake = false;
    }

    @Override
    public void wakeUp() {
        this.awake = true;
    }

    /** Plans something for {@code delay} after now. */
    void in(Duration delay, Runnable action) {
        this.planned.add(new Planned(this.nanos + delay.toNanos(), this.order++, action));
    }

    /** Lets time pass until the next planned thing has happened, or until the limit. */
    void advance(long limitNanos) {
        long end = this.nanos + limitNanos;
        Planned next = this.planned.peek();
        if (next == null || next.atNanos() > end) {
            this.nanos = end;
            return;
        }
        this.planned.remove();
        this.nanos = Math.max(this.nanos, next.atNanos());
        next.action().run();
    }

    private record Planned(long atNanos, long order, Runnable action) implements Comparable<Planned> {

        @Override
        public int compareTo(Planned other) {
            return this.atNanos != other.atNanos ? Long.compare(this.atNanos, other.atNanos)
                    : Long.compare(this.order, other.order);
        }

    }

}
