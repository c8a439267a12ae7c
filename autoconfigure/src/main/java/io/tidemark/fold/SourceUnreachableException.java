package io.tidemark.fold;

import org.jspecify.annotations.Nullable;

/** Nobody answered in time, or there is no connection. Nothing is known about the bucket. */
public final class SourceUnreachableException extends FoldSourceException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with what was tried and why it failed. */
    public SourceUnreachableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

}
