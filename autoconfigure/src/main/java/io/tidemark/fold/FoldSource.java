package io.tidemark.fold;

/**
 * A watched key-value bucket, or part of one. It numbers its updates with ascending positive revisions, which are the
 * {@linkplain Version#of(long) versions} of its entries, and knows at least the last update of each key.
 * <p>
 * The questions are asked by one thread, the follower's. Each ends within a time limit, with an answer or an exception:
 * {@link SourceUnreachableException}, {@link BucketMissingException} or another {@link FoldSourceException}.
 */
public interface FoldSource {

    /** Returns the name of the bucket, without asking anybody. */
    String bucket();

    /** Says how the bucket is now. */
    SourceState describe();

    /**
     * Lists the keys of the followed part that have a value: all of those that have one from the beginning to the end of
     * the call, and no key that has none throughout.
     * @throws IncompleteListingException if not as many came as there are; what the sink got is worth nothing then
     */
    void list(LiveKeySink sink);

    /**
     * Delivers the updates of the followed part with revisions above {@code after}, ascending; if that is 0, the last
     * update of each key, ascending, and then whatever follows. Revisions that are gone are left out without a word:
     * whoever resumes compares with {@link #describe()}.
     * @param after the last revision that is not wanted any more, or 0 to begin at the beginning
     */
    FoldSubscription subscribe(long after);

    /** Counts the updates of the followed part above {@code revision} that are there now. */
    long pendingAfter(long revision);

    /** Sets what is called, by any thread, when it is worth trying to reach the source again. It must not block. */
    void onReachable(Runnable action);

}
