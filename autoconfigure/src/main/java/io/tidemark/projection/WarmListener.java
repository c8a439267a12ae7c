package io.tidemark.projection;

/** Hears how far a warm-up got. Called on the thread that warms up. */
@FunctionalInterface
public interface WarmListener {

    /** Called after each batch of streams: {@code done} of {@code total} are in the cache. */
    void progressed(String projection, long done, long total);

}
