package io.tidemark.projection.cache;

/** How encoded states are made smaller. A state that would not get smaller is kept as it is. */
public enum Compression {

    /** Not at all. */
    NONE,

    /** With the DEFLATE algorithm of the JDK, at its fastest level. */
    DEFLATE

}
