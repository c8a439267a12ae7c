package io.tidemark.mvstore;

import java.io.IOException;

/** Says that a file is not as it was written. */
public final class DamagedFileException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with what is wrong. */
    public DamagedFileException(String message) {
        super(message);
    }

    /** Creates the exception with what is wrong and how that was noticed. */
    public DamagedFileException(String message, Throwable cause) {
        super(message, cause);
    }

}
