package io.tidemark.fold;

import org.jspecify.annotations.Nullable;

/** A subscription has ended, or has a gap. Another one has to be made. */
public final class SubscriptionLostException extends FoldSourceException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with what was tried and why it failed. */
    public SubscriptionLostException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

}
