package io.tidemark.fold;

import org.jspecify.annotations.Nullable;

/** A fold's source could not answer. */
public class FoldSourceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with what was tried and why it failed. */
    public FoldSourceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

}
