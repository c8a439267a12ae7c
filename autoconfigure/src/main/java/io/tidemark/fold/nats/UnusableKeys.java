package io.tidemark.fold.nats;

/** What becomes of keys that are not printable ASCII, which a bucket can have although its clients refuse them. */
public enum UnusableKeys {

    /** They are left out and counted. */
    SKIP,

    /** Nothing is followed until they are gone. */
    HOLD

}
