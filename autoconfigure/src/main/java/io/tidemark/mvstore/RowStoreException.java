package io.tidemark.mvstore;

import org.jspecify.annotations.Nullable;

/** A {@link RowStore} is closed, or its files could not be read or written. */
public final class RowStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RowStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Returns the exception that says that a store was used after its end. */
    static RowStoreException closed(@Nullable Throwable cause) {
        return new RowStoreException("Store must be open, was closed: open it again", cause);
    }

}
