package io.tidemark.projection;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The log that projections are folded from: the truth, never cached.
 * <p>
 * In every method, {@code types} names the relevant event types; empty means all. Whatever was visible when a method
 * was called is taken into account. A fault is thrown as it is and reaches the reader. Thread-safe.
 *
 * @param <E> the events
 */
public interface EventSource<E> {

    /** Returns what the sequence numbers guarantee. */
    EventOrdering ordering();

    /** Returns the position of the last visible relevant event of the stream, or {@link Position#START}. */
    Position head(String streamId, Set<String> types);

    /** Returns the head of each stream, {@link Position#START} for those without relevant events. */
    default Map<String, Position> heads(Collection<String> streamIds, Set<String> types) {
        Map<String, Position> heads = new LinkedHashMap<>();
        streamIds.forEach((streamId) -> heads.put(streamId, head(streamId, types)));
        return heads;
    }

    /**
     * Returns the position of the event with exactly this sequence, with the count of the relevant events up to it
     * that are visible now, or {@link Position#START} if no such event is visible.
     */
    Position positionAt(String streamId, Set<String> types, long sequence);

    /**
     * Hands all visible relevant events after {@code after} to {@code sink}, in ascending order, without holding more
     * than a bounded number of them.
     * @return whether {@code after} is still a position of this log: its event is there, with the same identity and,
     * where positions count, with as many relevant events up to it. If not, {@code sink} has seen nothing.
     */
    boolean read(String streamId, Set<String> types, Position after, EventSink<E> sink);

    /**
     * Hands all visible relevant events of each stream to {@code sink}, stream by stream, in ascending order. Gaps are
     * reported for the stream at hand.
     */
    default void readAll(Collection<String> streamIds, Set<String> types, StreamSink<E> sink) {
        for (String streamId : streamIds) {
            read(streamId, types, Position.START, sink.stream(streamId));
        }
    }

    /** Returns what transaction the calling thread reads through. */
    default TransactionScope transaction() {
        return TransactionScope.NONE;
    }

    /**
     * Whether {@code failure} of a load concerns the thread that met it and not the log, so that others who wait for
     * the same load should try for themselves. Interrupts and security exceptions always do.
     */
    default boolean isPersonal(Throwable failure) {
        return false;
    }

}
