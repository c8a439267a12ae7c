package io.tidemark.livetable;

import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * What live tables run on.
 *
 * @param context knows the transaction of the calling thread
 * @param clock tells ages
 * @param executor refreshes stale answers, frees memory and tells subscribers of changes; stays its owner's to close
 * @param observer watches the loads
 */
public record LiveTableRuntime(ReadContext context, LiveTableClock clock, Executor executor, LoadObserver observer) {

    /** Checks that all are there. */
    public LiveTableRuntime {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(executor, "executor");
        Objects.requireNonNull(observer, "observer");
    }

    /** Creates a runtime whose loads nobody watches. */
    public LiveTableRuntime(ReadContext context, LiveTableClock clock, Executor executor) {
        this(context, clock, executor, LoadObserver.NONE);
    }

}
