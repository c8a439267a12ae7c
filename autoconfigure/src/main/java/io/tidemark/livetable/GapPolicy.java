package io.tidemark.livetable;

/** What becomes of the reads of a table while one of its change sources is lost. */
public enum GapPolicy {

    /** They pass the cache by. */
    BYPASS,

    /** They are cached as ever: a change elsewhere is seen when the source is back. */
    SERVE

}
