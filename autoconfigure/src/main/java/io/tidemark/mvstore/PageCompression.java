package io.tidemark.mvstore;

/** How the pages of a file, each of one or more rows, are made smaller. */
public enum PageCompression {

    /** Not at all. */
    NONE,

    /** With LZF: files are about half as large, reads that miss the page cache and writes cost more. */
    LZF

}
