package io.tidemark.projection.cache.mvstore;

/**
 * How many bytes all files together may take, and when a file is to be replaced so that they do not take more. Between
 * the two there is room for the copy of all rows and for what is being written.
 */
final class DiskLimit {

    /** How many unsaved bytes are written at once. */
    static final long COMMIT_BYTES = 4L << 20;

    /** How many unsaved bytes there may be before writers wait. */
    static final long LARGEST_UNSAVED_BYTES = 2 * COMMIT_BYTES;

    private static final long SMALLEST_BYTES = 64L << 20;

    private static final int FACTOR = 4;

    private static final long RESERVE_BYTES = LARGEST_UNSAVED_BYTES + COMMIT_BYTES;

    private DiskLimit() {
    }

    static long bytes(long rowBytes) {
        return Math.max(SMALLEST_BYTES, FACTOR * rowBytes);
    }

    static boolean isReplacementDue(long rowBytes, long fileBytes) {
        return fileBytes > bytes(rowBytes) - rowBytes - rowBytes / 8 - RESERVE_BYTES;
    }

}
