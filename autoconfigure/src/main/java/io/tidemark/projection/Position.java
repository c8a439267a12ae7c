package io.tidemark.projection;

import java.util.Objects;

/**
 * How far into a stream something got: up to and including the event of this sequence and identity.
 *
 * @param sequence the sequence of the last event, or -1 if there is none
 * @param identity the identity of that event, empty if there is none
 * @param count how many relevant events there are up to it, or 0 where the ordering of the source needs no count
 */
public record Position(long sequence, String identity, long count) {

    /** The position before the first event. */
    public static final Position START = new Position(-1, "", 0);

    public Position {
        Objects.requireNonNull(identity, "identity");
        if (sequence < -1) {
            throw new IllegalArgumentException("sequence must not be negative, was " + sequence);
        }
        if (count < 0) {
            throw new IllegalArgumentException("count must not be negative, was " + count);
        }
    }

    /** Whether no event was met yet. */
    public boolean isStart() {
        return this.sequence < 0;
    }

}
