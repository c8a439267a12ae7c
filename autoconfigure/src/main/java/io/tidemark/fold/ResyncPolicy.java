package io.tidemark.fold;

/** What becomes of entries whose keys the bucket no longer has, when the updates that say why are out of reach. */
public enum ResyncPolicy {

    /** They are deleted: the fold equals the bucket. */
    MIRROR,

    /** They stay, for they may merely have been evicted. Only an update that is delivered deletes an entry. */
    RETAIN

}
