package io.tidemark.fold;

import java.util.List;

/** Creates the sources of folds. They share what they connect with, which stays the factory's. */
@FunctionalInterface
public interface FoldSourceFactory {

    /**
     * Creates a source. Connects to nobody: what can't be reached now is reached later.
     * @param bucket the name of the bucket
     * @param prefixes the starts of the keys to follow; empty for all keys
     */
    FoldSource create(String bucket, List<String> prefixes);

}
