package io.tidemark.fold;

/**
 * Handles the changes of a {@link Fold} at least once each, in order, on the thread that follows the bucket. It is told
 * before the fold shows the change, and the change is not left behind until it has returned: after a failure, and after
 * a crash, the changes of the last batch come again.
 * <p>
 * {@link FoldChange.Reset} comes before everything else where the fold begins with nothing: the first time, and after
 * the copy was damaged. Keys that were deleted while nobody followed are told as deleted otherwise.
 *
 * @param <V> the type of the values
 */
@FunctionalInterface
public interface FoldChangeListener<V> {

    /**
     * Handles a change.
     * @throws Exception if the change must come again; nothing else is told meanwhile
     */
    void onChange(FoldChange<V> change) throws Exception;

}
