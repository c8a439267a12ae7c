package io.tidemark.fold;

/** Takes the keys that a {@link FoldSource} lists. */
@FunctionalInterface
public interface LiveKeySink {

    /**
     * Takes a key that has a value, and the revision of that value. A key may come again: the last one counts.
     * @param revision the revision, or -1 if the key was deleted since it was listed
     */
    void accept(String key, long revision);

}
