package io.tidemark.journal;

import java.io.IOException;

/** Says that it is not known what is in the files that are written, so that nothing may be appended to them any more. */
final class UnusableLogException extends Exception {

    private static final long serialVersionUID = 1;

    UnusableLogException(IOException cause) {
        super(cause.getMessage(), cause);
    }

}
