package io.tidemark.fold;

/** What becomes of a value that can't be decoded. */
public enum UndecodablePolicy {

    /** Its key is absent for readers; it is counted and told as deleted. */
    SKIP,

    /**
     * The fold does not go beyond it. It is tried again, at growing intervals, until a process starts whose codec can
     * decode it or whose bucket has another value.
     */
    HOLD

}
