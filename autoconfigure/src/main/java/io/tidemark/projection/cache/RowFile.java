package io.tidemark.projection.cache;

/**
 * What is known of a row's file.
 *
 * @param writeNumber grows with every write of any row
 * @param sizeBytes the length of the file
 */
record RowFile(long writeNumber, long sizeBytes) {

    private static final long BLOCK_BYTES = 4096;

    /** Returns the bytes that the file takes on the disk, in whole blocks. */
    long diskBytes() {
        return diskBytes(this.sizeBytes);
    }

    static long diskBytes(long sizeBytes) {
        return (sizeBytes + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
    }

}
