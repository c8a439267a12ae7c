package io.tidemark.fold;

/** What a {@link Follower} is doing. */
public enum FollowerState {

    /** It asks how the bucket is, and subscribes. */
    CONNECTING,

    /** It applies what happened before it subscribed. */
    CATCHING_UP,

    /** It has caught up and applies what happens. */
    LIVE,

    /** It compares the fold with the whole bucket, because it can't go on where it was. */
    RESYNCING,

    /** It will try again something that failed. */
    WAITING,

    /** It has ended. */
    CLOSED

}
