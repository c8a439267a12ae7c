package io.tidemark.fold;

import org.jspecify.annotations.Nullable;

/** The bucket has a key that no fold can hold, and the source was told not to leave it out. */
public final class UnusableKeyException extends FoldSourceException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with what was tried and why it failed. */
    public UnusableKeyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

}
