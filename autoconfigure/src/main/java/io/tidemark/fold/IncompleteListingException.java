package io.tidemark.fold;

import org.jspecify.annotations.Nullable;

/** Fewer keys were listed than there are, so that no key may be taken for deleted. */
public final class IncompleteListingException extends FoldSourceException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with what was tried and why it failed. */
    public IncompleteListingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

}
