package io.tidemark.mvstore;

import io.tidemark.mvstore.StoreSettings.Commits;

/**
 * What a file of rows is opened with.
 *
 * @param maximumBytes how many bytes the rows may take
 * @param pageCacheBytes how many bytes of pages are kept in memory
 * @param compression how pages are made smaller
 * @param diskLimit how large files may grow
 */
record Settings(long maximumBytes, long pageCacheBytes, PageCompression compression, DiskLimit diskLimit) {

    private static final int PAGE_BYTES = 4096;

    Settings {
        if (maximumBytes <= 0) {
            throw new IllegalArgumentException("maximumBytes must be positive, was " + maximumBytes);
        }
        if (pageCacheBytes <= 0) {
            throw new IllegalArgumentException("pageCacheBytes must be positive, was " + pageCacheBytes);
        }
    }

    StoreSettings file() {
        return new StoreSettings(pageCacheBytes, PAGE_BYTES, compression == PageCompression.LZF, Commits.TIMED);
    }

}
