package io.tidemark.livetable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The clocks of live tables: one that only runs forward, and the time of day, which is looked at once, so that ages of
 * this process never jump. Thread-safe.
 */
public final class LiveTableClock {

    private final LongSupplier nanoClock;

    private final long startNanos;

    private final long startMicros;

    /**
     * Creates the clocks.
     * @param nanoClock nanoseconds since an arbitrary moment, like {@link System#nanoTime()}
     * @param wallClock the time of day
     */
    public LiveTableClock(LongSupplier nanoClock, InstantSource wallClock) {
        this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
        this.startNanos = nanoClock.getAsLong();
        Instant start = wallClock.instant();
        this.startMicros = TimeUnit.SECONDS.toMicros(start.getEpochSecond()) + start.getNano() / 1000;
    }

    /** Returns the clocks of the machine. */
    public static LiveTableClock system() {
        return new LiveTableClock(System::nanoTime, InstantSource.system());
    }

    long nanos() {
        return this.nanoClock.getAsLong();
    }

    long micros() {
        return this.startMicros + (nanos() - this.startNanos) / 1000;
    }

}
