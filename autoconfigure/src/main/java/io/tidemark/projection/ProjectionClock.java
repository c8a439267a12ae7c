package io.tidemark.projection;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The clocks of the projections: one that only runs forward, for ages within this process, and the time of day, for
 * ages across restarts.
 *
 * @param nanoClock nanoseconds since an arbitrary moment, like {@link System#nanoTime()}
 * @param wallClock the time of day
 */
public record ProjectionClock(LongSupplier nanoClock, InstantSource wallClock) {

    /** Returns the clocks of the machine. */
    public static ProjectionClock system() {
        return new ProjectionClock(System::nanoTime, InstantSource.system());
    }

    long nanos() {
        return this.nanoClock.getAsLong();
    }

    long wallMicros() {
        var now = this.wallClock.instant();
        return TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1000;
    }

}
