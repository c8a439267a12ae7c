package io.tidemark.fold;

/** What a {@link Follower} tries again until it succeeds. */
public enum WaitingFor {

    /** The source can't be reached or does not answer as it must. */
    SOURCE,

    /** The bucket does not exist. */
    BUCKET,

    /** The store can't be read or written. */
    STORE,

    /** A listener failed. */
    LISTENER

}
