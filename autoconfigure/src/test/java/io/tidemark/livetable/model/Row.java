package io.tidemark.livetable.model;

/**
 * A row of either table.
 *
 * @param id whose it is
 * @param area what it is listed and counted by
 * @param stamp the number of the write that left it so, and of no other: one that was rolled back is recognised
 */
record Row(long id, String area, long stamp) {
}
