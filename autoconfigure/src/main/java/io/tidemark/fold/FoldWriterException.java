package io.tidemark.fold;

/** Somebody else in this process applies updates to the same store. Whoever closes it leaves it to the others. */
public final class FoldWriterException extends FoldStoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for the store that {@code store} names. */
    public FoldWriterException(String store) {
        super(("Fold store '%s' must have one writer at a time, had another in this process: "
                + "close the other context, or give each a directory of its own").formatted(store), null);
    }

}
