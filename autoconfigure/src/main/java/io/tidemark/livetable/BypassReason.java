package io.tidemark.livetable;

import java.util.Locale;

/** Why a read passed the cache by: it was answered by the source, and nothing was kept. */
public enum BypassReason {

    /** The transaction may write, so that it must see what it wrote and nobody else may. */
    READ_WRITE_TRANSACTION,

    /** The isolation of the transaction fixes a snapshot, which may be older than what is cached. */
    ISOLATION,

    /** A persistence context that was open before holds rows of its own. */
    PERSISTENCE_CONTEXT,

    /** The session has a filter enabled, of which the key knows nothing. */
    SESSION_FILTER,

    /** A write to one of the tables is in progress. */
    WRITE_IN_PROGRESS,

    /** A change source of one of the tables has lost its connection. */
    SOURCE_GAP,

    /** The last invalidation of one of the tables failed. */
    INVALIDATION_FAILED,

    /** The method is not cached. */
    METHOD,

    /** An argument of this call has no stable key. */
    ARGUMENT,

    /** The answer can't be copied, so that nothing of it may be kept. */
    NOT_COPYABLE;

    /** Returns the name as it stands in meters and listings, such as {@code read-write-transaction}. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

}
