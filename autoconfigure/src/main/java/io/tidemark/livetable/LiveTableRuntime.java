package io.tidemark.livetable;

import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * What live tables run on.
 *
 * @param context knows the transaction of the calling thread
 * @param clock tells ages
 * @param executor refreshes stale answers, frees memory and tells subscribers of changes; stays its owner's to close
 */
public record LiveTableRuntime(ReadContext context, LiveTableClock clock, Executor executor) {

    /** Checks that all are there. */
    public LiveTableRuntime {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(executor, "executor");
    }

}
