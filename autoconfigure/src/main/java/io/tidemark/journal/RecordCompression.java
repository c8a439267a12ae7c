package io.tidemark.journal;

/** How the values in the log are made smaller. A value that would not get smaller is kept as it is. */
public enum RecordCompression {

    /** Not at all. */
    NONE,

    /** With LZ4, which takes the optional library {@code at.yawk.lz4:lz4-java}. */
    LZ4

}
