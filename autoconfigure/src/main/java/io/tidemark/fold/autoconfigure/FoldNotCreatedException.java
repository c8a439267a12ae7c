package io.tidemark.fold.autoconfigure;

import io.tidemark.autoconfigure.IncompleteSetupException;

/** Says why a fold could not be created, and what helps. */
public final class FoldNotCreatedException extends IncompleteSetupException {

    private static final long serialVersionUID = 1L;

    FoldNotCreatedException(String description, String action, Throwable cause) {
        super(description, action);
        initCause(cause);
    }

}
