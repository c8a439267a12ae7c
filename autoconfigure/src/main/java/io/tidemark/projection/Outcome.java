package io.tidemark.projection;

/** What a read of a projection did. */
public enum Outcome {

    /** The state was in the cache and fresh enough; no event was read. */
    HIT,

    /** The state was in the cache and is known to be behind, or past its limit and being refreshed. */
    STALE,

    /** A cached state was brought up to date with the events since. */
    INCREMENTAL,

    /** All relevant events of the stream were folded. */
    REPLAY,

    /** The stream has no relevant event; the state is the initial one. */
    EMPTY

}
