package io.tidemark.fold;

/** Why a fold had to be compared with its whole bucket and could not go on where it was. */
public enum ResyncReason {

    /** The store was left in the middle of a resync. */
    INTERRUPTED,

    /** The bucket was deleted and created again. */
    RECREATED,

    /** Other keys are followed than before. */
    SCOPE_CHANGED,

    /** The bucket ends before the fold's position: an older state of it was restored. */
    RESTORED,

    /** The updates after the fold's position are no longer there. */
    COMPACTED,

    /** The version in the cursor is no position in this source. */
    UNREADABLE_CURSOR,

    /** Updates were removed while they were being followed, before they were delivered. */
    OVERRUN,

    /** Entries differ from the bucket's although the updates were said to be applied. */
    DIVERGED,

    /** The store was damaged and begun anew. */
    DAMAGED,

    /** Somebody asked for it. */
    REQUESTED

}
