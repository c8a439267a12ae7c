package io.tidemark.fold;

import org.jspecify.annotations.Nullable;

/** A fold's store could not be read or written, or part of it is damaged. */
public class FoldStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with what was tried and why it failed. */
    public FoldStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

}
