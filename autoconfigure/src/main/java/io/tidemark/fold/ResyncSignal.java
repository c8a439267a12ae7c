package io.tidemark.fold;

/** The fold can't go on where it is. */
final class ResyncSignal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ResyncReason reason;

    ResyncSignal(ResyncReason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    ResyncReason reason() {
        return this.reason;
    }

}
