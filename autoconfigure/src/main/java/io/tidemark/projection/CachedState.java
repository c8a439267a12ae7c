package io.tidemark.projection;

import java.time.Instant;

/**
 * What is known of a cached state, without the state.
 *
 * @param watermark the sequence of the last event in it
 * @param cachedAt when it was written, to the microsecond
 * @param bytes the size of the encoded state
 * @param codec the name of the codec that encoded it
 * @param inHeap whether it is in the heap too, decoded
 */
public record CachedState(long watermark, Instant cachedAt, long bytes, String codec, boolean inHeap) {
}
