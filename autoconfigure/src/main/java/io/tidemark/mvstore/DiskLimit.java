package io.tidemark.mvstore;

/**
 * How many bytes all files together may take, and when a file is to be replaced so that they do not take more. Between
 * the two there is room for the copy of all rows and for what is being written.
 *
 * @param smallestBytes what the files may take however little the rows take
 */
record DiskLimit(long smallestBytes) {

    static final DiskLimit DEFAULT = new DiskLimit(64L << 20);

    private static final int FACTOR = 4;

    /** Returns how many unsaved bytes are written at once. */
    long commitBytes() {
        return smallestBytes / 16;
    }

    /** Returns how many unsaved bytes there may be before writers wait. */
    long unsavedBytes() {
        return 2 * commitBytes();
    }

    /** Returns how many bytes all files may take. */
    long bytes(long rowBytes) {
        return Math.max(smallestBytes, FACTOR * rowBytes);
    }

    /** Whether nothing more may be put, since what is unsaved, in the file and in its copy, takes somewhat more than it seems to. */
    boolean isReached(long rowBytes, long bytes) {
        return bytes > bytes(rowBytes) - 2 * commitBytes();
    }

    boolean isReplacementDue(long rowBytes, long fileBytes) {
        long copyBytes = rowBytes + rowBytes / 8;
        return fileBytes > bytes(rowBytes) - copyBytes - unsavedBytes() - commitBytes();
    }

}
