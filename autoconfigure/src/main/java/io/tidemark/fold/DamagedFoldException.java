package io.tidemark.fold;

import org.jspecify.annotations.Nullable;

/** Something in a fold's store is missing or not as it was written. Begin anew with {@link FoldStore#reset()}. */
public final class DamagedFoldException extends FoldStoreException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with what is damaged and how that was noticed. */
    public DamagedFoldException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

}
