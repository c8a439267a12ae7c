package io.tidemark.journal.fcw2;

import java.io.IOException;

/** Says that bytes are not what fast-cache writes, though they are not just the torn end of a file. */
public final class Fcw2DamagedException extends IOException {

    private static final long serialVersionUID = 1;

    Fcw2DamagedException(String message) {
        super(message);
    }

}
