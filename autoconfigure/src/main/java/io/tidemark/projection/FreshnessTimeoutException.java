package io.tidemark.projection;

import java.time.Duration;

/** Says that an event that a reader waits for did not become visible in time. */
public final class FreshnessTimeoutException extends RuntimeException {

    private final String projection;

    private final String streamId;

    private final long sequence;

    private final long headSequence;

    FreshnessTimeoutException(String projection, String streamId, long sequence, long headSequence, Duration timeout) {
        super("Projection '%s' of stream '%s' must include event %d, but the log ended at %d after %s: "
            .formatted(projection, streamId, sequence, headSequence, timeout)
                + "wait longer, or check that the event was committed and that the database read is not behind");
        this.projection = projection;
        this.streamId = streamId;
        this.sequence = sequence;
        this.headSequence = headSequence;
    }

    /** Returns the name of the projection. */
    public String projection() {
        return this.projection;
    }

    /** Returns the stream that was read. */
    public String streamId() {
        return this.streamId;
    }

    /** Returns the sequence that was waited for. */
    public long sequence() {
        return this.sequence;
    }

    /** Returns the sequence at the head of the stream at the end of the wait, or -1 if it has no relevant event. */
    public long headSequence() {
        return this.headSequence;
    }

}
