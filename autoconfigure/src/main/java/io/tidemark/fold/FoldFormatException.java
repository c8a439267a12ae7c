package io.tidemark.fold;

/** A fold's store is whole, but in a format that this version does not read. */
public final class FoldFormatException extends FoldStoreException {

    private static final long serialVersionUID = 1L;

    private final int format;

    /** Creates the exception for what is named by {@code what} and says that it is in the format {@code format}. */
    public FoldFormatException(String what, int expected, int format) {
        super("%s must have format %d, had %d: use the version of Tidemark that wrote it, or delete its directory"
            .formatted(what, expected, format), null);
        this.format = format;
    }

    /** Returns the format that was found. */
    public int format() {
        return this.format;
    }

}
