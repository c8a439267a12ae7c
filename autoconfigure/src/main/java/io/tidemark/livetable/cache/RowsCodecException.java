package io.tidemark.livetable.cache;

import org.jspecify.annotations.Nullable;

/** Rows can't be encoded or decoded. */
public final class RowsCodecException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with what can't be encoded or decoded, and why. */
    public RowsCodecException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

}
