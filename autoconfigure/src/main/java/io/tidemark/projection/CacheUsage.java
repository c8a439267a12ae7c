package io.tidemark.projection;

/**
 * How much a {@link ProjectionCache} holds.
 *
 * @param entries the number of rows
 * @param bytes the bytes that the rows take: in memory, or of the rows on disk
 * @param diskBytes the bytes of all files, 0 if there are none
 * @param evictions how many rows were dropped to stay within the maximum size, since the start
 * @param damaged how many damaged rows or files were met and dropped, since the start
 */
public record CacheUsage(long entries, long bytes, long diskBytes, long evictions, long damaged) {
}
