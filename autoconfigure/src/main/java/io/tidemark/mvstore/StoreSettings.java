package io.tidemark.mvstore;

/**
 * What a file is opened with.
 *
 * @param pageCacheBytes how many bytes of pages are kept in memory, rounded down to MiB, at least one
 * @param pageBytes how large a page grows before it is split in two
 * @param compressed whether the pages that are written from now on are made smaller
 * @param commits who decides what is written together
 */
public record StoreSettings(long pageCacheBytes, int pageBytes, boolean compressed, Commits commits) {

    /** Checks that there is a page cache. */
    public StoreSettings {
        if (pageCacheBytes <= 0) {
            throw new IllegalArgumentException("pageCacheBytes must be positive, was " + pageCacheBytes);
        }
    }

    int pageCacheMegabytes() {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, pageCacheBytes >> 20));
    }

    /** Who decides what is written together. */
    public enum Commits {

        /** The store writes every second or so what was changed, and tidies up. */
        TIMED,

        /** Only what is committed is written, all of it together, and nothing else ever. */
        EXPLICIT

    }

}
