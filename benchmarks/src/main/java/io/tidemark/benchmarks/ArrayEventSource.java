package io.tidemark.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

import io.tidemark.projection.EventOrdering;
import io.tidemark.projection.EventSink;
import io.tidemark.projection.EventSource;
import io.tidemark.projection.Position;
import io.tidemark.projection.RecordedEvent;

/** A log of decoded events in memory, the same ones in every stream. */
final class ArrayEventSource implements EventSource<Departure> {

    private final List<RecordedEvent<Departure>> events;

    private ArrayEventSource(List<RecordedEvent<Departure>> events) {
        this.events = events;
    }

    static ArrayEventSource ofRandomEvents(int count, long seed) {
        Random random = new Random(seed);
        List<RecordedEvent<Departure>> events = new ArrayList<>(count);
        for (int version = 1; version <= count; version++) {
            String identity = new UUID(random.nextLong(), random.nextLong()).toString();
            events.add(new RecordedEvent<>("DFW", version, identity, Departure.TYPE, Departure.random(random)));
        }
        return new ArrayEventSource(events);
    }

    List<RecordedEvent<Departure>> events() {
        return this.events;
    }

    @Override
    public EventOrdering ordering() {
        return EventOrdering.STREAM_VERSION;
    }

    @Override
    public Position head(String streamId, Set<String> types) {
        return positionAt(streamId, types, this.events.size());
    }

    @Override
    public Position positionAt(String streamId, Set<String> types, long sequence) {
        if (sequence < 1 || sequence > this.events.size()) {
            return Position.START;
        }
        return new Position(sequence, this.events.get((int) sequence - 1).identity(), 0);
    }

    @Override
    public boolean read(String streamId, Set<String> types, Position after, EventSink<Departure> sink) {
        if (!after.isStart() && !after.equals(positionAt(streamId, types, after.sequence()))) {
            return false;
        }
        for (int i = Math.max(0, (int) after.sequence()); i < this.events.size(); i++) {
            sink.accept(this.events.get(i));
        }
        return true;
    }

}
