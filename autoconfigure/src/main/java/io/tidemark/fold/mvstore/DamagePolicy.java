package io.tidemark.fold.mvstore;

/** What opening a store does about a file that is damaged. */
public enum DamagePolicy {

    /** Fails. */
    FAIL,

    /** Sets the file aside as {@code fold.damaged}, in place of an earlier one, and begins empty. */
    SET_ASIDE

}
