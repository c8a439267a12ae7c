package io.tidemark.livetable;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/** How old the answers of a table may be. An age equal to a limit is past it; a negative one is of no use. */
final class AgeLimits {

    private static final long NONE = -1;

    private final long ttlMicros;

    private final long maxStaleMicros;

    private final long negativeTtlMicros;

    AgeLimits(TableSettings settings) {
        this.ttlMicros = micros(settings.ttl());
        this.maxStaleMicros = micros(settings.maxStale());
        this.negativeTtlMicros = micros(settings.negativeTtl());
    }

    boolean hasTimeToLive() {
        return this.ttlMicros != NONE;
    }

    /** Judges an answer of this process that nothing has made untrue. */
    Freshness judge(long ageMicros, boolean refreshable) {
        if (ageMicros < this.ttlMicros) {
            return Freshness.FRESH;
        }
        return refreshable && allowStale(ageMicros) ? Freshness.STALE : Freshness.VOID;
    }

    boolean allowStale(long ageMicros) {
        return isBelow(ageMicros, this.maxStaleMicros);
    }

    boolean keepAbsence(long ageMicros) {
        return isBelow(ageMicros, this.negativeTtlMicros);
    }

    private static boolean isBelow(long ageMicros, long limitMicros) {
        return ageMicros >= 0 && ageMicros < limitMicros;
    }

    private static long micros(@Nullable Duration limit) {
        return limit != null ? TimeUnit.NANOSECONDS.toMicros(limit.toNanos()) : NONE;
    }

    /** What is in the cache, as judged for a reader. */
    enum Freshness {

        /** It may be served. */
        FRESH,

        /** It may be served while it is loaded anew. */
        STALE,

        /** It must not be served. */
        VOID

    }

}
