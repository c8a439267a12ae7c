package io.tidemark.livetable;

/**
 * How much a page cache keeps.
 *
 * @param entries how many entries there are
 * @param bytes how many bytes they take, or -1 if they are not counted
 * @param diskBytes how many bytes its files take
 * @param evictions how many entries were crowded out
 * @param damaged how many damaged entries were met
 */
public record PageCacheUsage(long entries, long bytes, long diskBytes, long evictions, long damaged) {
}
