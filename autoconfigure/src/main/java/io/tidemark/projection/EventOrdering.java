package io.tidemark.projection;

/** What the sequence numbers of a source say about events that are not visible yet. */
public enum EventOrdering {

    /**
     * Numbers are unique and contiguous within a stream, over all event types. An event that is not visible yet leaves
     * a gap, which ends what can be cached.
     */
    STREAM_VERSION,

    /**
     * Numbers ascend over all streams, with holes, and may become visible in another order. Positions count the
     * relevant events up to them, so that a late one is noticed; it costs a replay of its stream.
     */
    GLOBAL_SEQUENCE

}
