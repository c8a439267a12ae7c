package io.tidemark.fold;

/** Leads a follower's thread out of what it is doing, because the follower is being closed. */
final class ClosingSignal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ClosingSignal() {
        super("The follower is being closed", null, false, false);
    }

}
