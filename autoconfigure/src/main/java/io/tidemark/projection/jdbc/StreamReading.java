package io.tidemark.projection.jdbc;

import java.sql.SQLException;

import io.tidemark.projection.EventOrdering;
import io.tidemark.projection.EventSink;
import io.tidemark.projection.Position;
import io.tidemark.projection.StreamSink;
import org.jspecify.annotations.Nullable;

/**
 * Hands the rows of one stream to its sink, and watches their numbers.
 *
 * @param <E> the events
 */
final class StreamReading<E> {

    private final EventTable table;

    private final String streamId;

    private final StreamSink<E> sinks;

    private final boolean contiguous;

    private @Nullable EventSink<E> sink;

    private long previous;

    private boolean gap;

    private boolean gapTold;

    StreamReading(EventTable table, String streamId, Position after, StreamSink<E> sinks) {
        this.table = table;
        this.streamId = streamId;
        this.sinks = sinks;
        this.contiguous = table.ordering() == EventOrdering.STREAM_VERSION;
        this.previous = after.sequence();
    }

    String streamId() {
        return this.streamId;
    }

    void accept(EventRows<E> rows) throws SQLException {
        checkNumber(rows.sequence());
        this.previous = rows.sequence();
        if (!rows.isRelevant()) {
            return;
        }
        EventSink<E> taker = this.sink;
        if (taker == null) {
            taker = this.sinks.stream(this.streamId);
            this.sink = taker;
        }
        if (this.gap && !this.gapTold) {
            this.gapTold = true;
            taker.gap();
        }
        taker.accept(rows.event(this.streamId));
    }

    private void checkNumber(long sequence) {
        boolean first = this.previous < 0;
        if (sequence == this.previous && !first) {
            throw new IllegalStateException(
                    "Table %s must hold one event a number and stream, but stream '%s' has several of number %d"
                        .formatted(this.table.name(), this.streamId, sequence));
        }
        long lowest = this.contiguous ? this.table.firstVersion() : 0;
        if (first && sequence < lowest) {
            String remedy = this.contiguous && sequence >= 0 ? "set the first version of the table to it"
                    : "number the events from 0 or above";
            throw new IllegalStateException("The numbers of stream '%s' in table %s must not be below %d, was %d: %s"
                .formatted(this.streamId, this.table.name(), lowest, sequence, remedy));
        }
        if (this.contiguous && sequence != (first ? lowest : this.previous + 1)) {
            this.gap = true;
        }
    }

}
