package io.tidemark.projection.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.tidemark.projection.EventOrdering;
import io.tidemark.projection.EventSink;
import io.tidemark.projection.EventSource;
import io.tidemark.projection.Position;
import io.tidemark.projection.RecordedEvent;

/** A log in memory that counts the reads. */
public class ListEventSource<E> implements EventSource<E> {

    private final Map<String, List<E>> streams = new ConcurrentHashMap<>();

    private final AtomicInteger reads = new AtomicInteger();

    public void append(String streamId, E event) {
        this.streams.computeIfAbsent(streamId, (id) -> new CopyOnWriteArrayList<>()).add(event);
    }

    public int reads() {
        return this.reads.get();
    }

    @Override
    public EventOrdering ordering() {
        return EventOrdering.STREAM_VERSION;
    }

    @Override
    public Position head(String streamId, Set<String> types) {
        return positionAt(streamId, types, events(streamId).size());
    }

    @Override
    public Position positionAt(String streamId, Set<String> types, long sequence) {
        return sequence < 1 || sequence > events(streamId).size() ? Position.START
                : new Position(sequence, streamId + "#" + sequence, 0);
    }

    @Override
    public boolean read(String streamId, Set<String> types, Position after, EventSink<E> sink) {
        this.reads.incrementAndGet();
        List<E> events = events(streamId);
        if (after.sequence() > events.size()) {
            return false;
        }
        for (int i = after.isStart() ? 0 : (int) after.sequence(); i < events.size(); i++) {
            sink.accept(new RecordedEvent<>(streamId, i + 1, streamId + "#" + (i + 1), "event", events.get(i)));
        }
        return true;
    }

    private List<E> events(String streamId) {
        return new ArrayList<>(this.streams.getOrDefault(streamId, List.of()));
    }

}
