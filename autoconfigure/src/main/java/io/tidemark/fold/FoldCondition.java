package io.tidemark.fold;

/** What is known about the content of a {@link FoldStore}. */
public enum FoldCondition {

    /** The store was not closed in order the last time: its content is being compared with what was counted. */
    UNVERIFIED,

    /** Nothing is known to be wrong. */
    SOUND,

    /** Something is missing or not as it was written: every use fails until the store is reset. */
    DAMAGED

}
