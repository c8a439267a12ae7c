package io.tidemark.livetable;

import org.jspecify.annotations.Nullable;

/** A page cache could not be read or written. Readers never see it: they are answered by the source. */
public final class PageCacheFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with what was tried and why it failed. */
    public PageCacheFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

}
