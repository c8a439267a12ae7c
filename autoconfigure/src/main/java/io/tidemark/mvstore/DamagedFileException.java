package io.tidemark.mvstore;

import java.io.IOException;

/** Says that a file is not as it was written. */
final class DamagedFileException extends IOException {

    DamagedFileException(String message) {
        super(message);
    }

    DamagedFileException(String message, Throwable cause) {
        super(message, cause);
    }

}
