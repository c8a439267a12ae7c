package io.tidemark.projection;

import org.jspecify.annotations.Nullable;

/** Says that a {@link ProjectionCache} could not do what it was asked. Readers never see it; writers may. */
public class CacheFailedException extends RuntimeException {

    /** Creates an exception that names what was asked, of which backend, and the fault beneath if there is one. */
    public CacheFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

}
