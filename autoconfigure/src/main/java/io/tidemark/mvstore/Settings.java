package io.tidemark.mvstore;

/**
 * What a file of rows is opened with.
 *
 * @param maximumBytes how many bytes the rows may take
 * @param pageCacheBytes how many bytes of pages are kept in memory
 * @param compression how pages are made smaller
 * @param diskLimit how large files may grow
 */
record Settings(long maximumBytes, long pageCacheBytes, PageCompression compression, DiskLimit diskLimit) {

    Settings {
        if (maximumBytes <= 0) {
            throw new IllegalArgumentException("maximumBytes must be positive, was " + maximumBytes);
        }
        if (pageCacheBytes <= 0) {
            throw new IllegalArgumentException("pageCacheBytes must be positive, was " + pageCacheBytes);
        }
    }

    int pageCacheMegabytes() {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, pageCacheBytes >> 20));
    }

}
