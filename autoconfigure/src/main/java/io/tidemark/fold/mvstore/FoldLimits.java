package io.tidemark.fold.mvstore;

/**
 * When a file is copied to a smaller one.
 *
 * @param smallestBytes what the file may take however little the entries take
 */
record FoldLimits(long smallestBytes) {

    static final FoldLimits DEFAULT = new FoldLimits(64L << 20);

    private static final int FACTOR = 4;

    // About as much as is copied in a second.
    private static final long CLOSE_BYTES = 128L << 20;

    boolean isCopyDue(FoldState state, long fileBytes) {
        return fileBytes > Math.max(smallestBytes, FACTOR * state.bytes());
    }

    boolean isCopyDueAtClose(FoldState state, long fileBytes) {
        return state.bytes() < CLOSE_BYTES && fileBytes > Math.max(smallestBytes / 8, FACTOR / 2 * state.bytes());
    }

    /** Returns how many bytes of changes may be held in memory while a file is copied. */
    long unsavedBytes() {
        return Math.max(1 << 20, smallestBytes / 4);
    }

}
