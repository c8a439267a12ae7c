package io.tidemark.fold.mvstore;

/** When what was applied is forced to the device. */
public enum SyncPolicy {

    /** When {@code sync} is called and when the store is closed; a killed process loses nothing all the same. */
    ON_DEMAND,

    /** Before {@code apply} returns. */
    EVERY_BATCH

}
