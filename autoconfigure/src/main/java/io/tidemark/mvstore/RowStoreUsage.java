package io.tidemark.mvstore;

/**
 * How much a {@link RowStore} keeps.
 *
 * @param rows how many rows there are
 * @param bytes how many bytes they take with their keys
 * @param diskBytes how many bytes the files take
 * @param evictions how many rows were dropped to keep within the maximum
 * @param damaged how many damaged rows and files were met
 */
public record RowStoreUsage(long rows, long bytes, long diskBytes, long evictions, long damaged) {
}
