package io.tidemark.journal;

/** What a recovery does about damage that is more than a torn end of the log. */
public enum DamagePolicy {

    /** Uses what comes before the damage. */
    STOP,

    /** Leaves out what is damaged and goes on after it: more is recovered, but no longer a state that once was. */
    SKIP,

    /** Uses nothing, so that no change that the damage hides can be missed: the map starts empty. */
    DISCARD,

    /** Uses nothing, changes nothing and fails, so that somebody can look at the files. */
    FAIL

}
