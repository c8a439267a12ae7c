package io.tidemark.mvstore;

import java.io.UncheckedIOException;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/** Tells a file that is not as it was written from one that is out of reach. */
public final class Damage {

    private Damage() {
    }

    /** Whether {@code failure} of a store says that its file is damaged. */
    public static boolean isCauseOf(RuntimeException failure) {
        if (failure instanceof MVStoreException known) {
            return switch (known.getErrorCode()) {
                case DataUtils.ERROR_READING_FAILED, DataUtils.ERROR_WRITING_FAILED, DataUtils.ERROR_CLOSED ->
                    known.getCause() instanceof RuntimeException cause && isCauseOf(cause);
                default -> !(known.getCause() instanceof Error);
            };
        }
        return !(failure instanceof UncheckedIOException || failure instanceof RowStoreException);
    }

}
