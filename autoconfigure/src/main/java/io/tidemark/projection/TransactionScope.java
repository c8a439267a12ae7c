package io.tidemark.projection;

/** What transaction a thread reads the log through. */
public enum TransactionScope {

    /** None: what is read is committed, and everybody sees it. */
    NONE,

    /** One that only reads: its snapshot may be older than the log. */
    READ_ONLY,

    /** One that may have written: it may see what nobody else ever will. */
    READ_WRITE

}
