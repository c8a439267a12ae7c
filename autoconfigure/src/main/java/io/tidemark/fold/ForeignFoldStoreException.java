package io.tidemark.fold;

/** A fold's store holds the copy of another bucket. */
public final class ForeignFoldStoreException extends FoldStoreException {

    private static final long serialVersionUID = 1L;

    private final String storeBucket;

    private final String sourceBucket;

    /** Creates the exception for a store of {@code storeBucket} that was to follow {@code sourceBucket}. */
    public ForeignFoldStoreException(String storeBucket, String sourceBucket) {
        super("Fold store must be a copy of bucket '%s', was one of '%s': give each bucket a directory of its own"
            .formatted(sourceBucket, storeBucket), null);
        this.storeBucket = storeBucket;
        this.sourceBucket = sourceBucket;
    }

    /** Returns the bucket that the store is a copy of. */
    public String storeBucket() {
        return this.storeBucket;
    }

    /** Returns the bucket that was to be followed. */
    public String sourceBucket() {
        return this.sourceBucket;
    }

}
