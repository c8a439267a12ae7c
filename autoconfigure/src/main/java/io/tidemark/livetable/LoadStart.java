package io.tidemark.livetable;

/**
 * When a load began, noted before its snapshot of the source.
 *
 * @param moment the moment of all paths, no later than the snapshot
 * @param nanos the monotonic clock
 * @param micros the time of day, for the age of what is loaded
 */
record LoadStart(long moment, long nanos, long micros) {
}
