package io.tidemark.projection;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** Clocks that move only when told. */
public final class ManualClock {

    private final AtomicLong nanos = new AtomicLong(1_000_000_000L);

    private final AtomicLong wallMicros = new AtomicLong(1_700_000_000_000_000L);

    public void advance(Duration duration) {
        this.nanos.addAndGet(duration.toNanos());
        this.wallMicros.addAndGet(duration.toNanos() / 1000);
    }

    public void moveWallClock(Duration duration) {
        this.wallMicros.addAndGet(duration.toNanos() / 1000);
    }

    public ProjectionClock clock() {
        InstantSource wall = () -> Instant.EPOCH.plusNanos(this.wallMicros.get() * 1000);
        return new ProjectionClock(this.nanos::get, wall);
    }

}
