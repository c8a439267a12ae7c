package io.tidemark.livetable;

/** What a read did. */
public enum ReadOutcome {

    /** The answer was in the cache. */
    HIT,

    /** The answer was loaded, by this reader or by one that it joined, and kept if it still held. */
    MISS,

    /** The answer was in the cache, older than its time to live and within the time that stale answers are allowed. */
    STALE,

    /** The cache was passed by: see {@link BypassReason}. */
    BYPASS

}
