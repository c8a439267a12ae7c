package io.tidemark.fold;

import org.jspecify.annotations.Nullable;

/** The source answered that it has no such bucket. */
public final class BucketMissingException extends FoldSourceException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with what was tried and why it failed. */
    public BucketMissingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

}
