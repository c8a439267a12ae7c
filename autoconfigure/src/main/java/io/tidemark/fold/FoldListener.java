package io.tidemark.fold;

import java.util.List;

/**
 * Handles the updates of a bucket at least once each, in order, on the follower's thread.
 * <p>
 * It has returned for every update up to the fold's cursor: the batch is committed after it returns, so that the fold
 * does not show the updates yet. After a crash, or where another listener or the store fails, updates may come again:
 * the whole last batch at most. While a listener fails it is called again, at growing intervals, with the same batch,
 * and nothing else happens.
 */
@FunctionalInterface
public interface FoldListener {

    /**
     * Handles a batch.
     * @param updates the updates in the order of their revisions; a deletion that was found out in a comparison with the
     * bucket has no known version
     * @throws Exception if the batch must come again
     */
    void onUpdates(List<KvUpdate> updates) throws Exception;

}
