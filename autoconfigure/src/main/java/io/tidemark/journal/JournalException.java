package io.tidemark.journal;

import org.jspecify.annotations.Nullable;

/** Says that the journal could not write, force or read its files; nothing is acknowledged that it failed with. */
public final class JournalException extends RuntimeException {

    JournalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

}
