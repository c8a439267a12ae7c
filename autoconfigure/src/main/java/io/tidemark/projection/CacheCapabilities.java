package io.tidemark.projection;

/**
 * What a {@link ProjectionCache} can do.
 *
 * @param stores whether anything that was put can be got again
 * @param prefetches whether {@link ProjectionCache#prefetch} is of use
 * @param persistent whether rows survive a restart of the process
 */
public record CacheCapabilities(boolean stores, boolean prefetches, boolean persistent) {
}
