package io.tidemark.projection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/** A log in memory that counts what is asked of it and can hold a read at its start. */
public final class MemoryEventSource<E> implements EventSource<E> {

    private final EventOrdering ordering;

    private final Map<String, NavigableMap<Long, RecordedEvent<E>>> streams = new ConcurrentHashMap<>();

    private final AtomicReference<@Nullable Barrier> barrier = new AtomicReference<>();

    private final AtomicReference<@Nullable Barrier> snapshotBarrier = new AtomicReference<>();

    private final AtomicReference<@Nullable RuntimeException> nextFailure = new AtomicReference<>();

    public final AtomicInteger heads = new AtomicInteger();

    public final AtomicInteger batchHeads = new AtomicInteger();

    public final AtomicInteger reads = new AtomicInteger();

    public final AtomicInteger eventsRead = new AtomicInteger();

    public volatile TransactionScope transaction = TransactionScope.NONE;

    public volatile @Nullable RuntimeException failure;

    public volatile Runnable afterHead = () -> {
    };

    public MemoryEventSource(EventOrdering ordering) {
        this.ordering = ordering;
    }

    public void append(String streamId, String type, E data) {
        NavigableMap<Long, RecordedEvent<E>> stream = stream(streamId);
        synchronized (stream) {
            put(streamId, stream.isEmpty() ? 1 : stream.lastKey() + 1, type, data);
        }
    }

    public void put(String streamId, long sequence, String type, E data) {
        put(streamId, sequence, type, data, streamId + "#" + sequence);
    }

    public void put(String streamId, long sequence, String type, E data, String identity) {
        NavigableMap<Long, RecordedEvent<E>> stream = stream(streamId);
        synchronized (stream) {
            stream.put(sequence, new RecordedEvent<>(streamId, sequence, identity, type, data));
        }
    }

    public void removeFrom(String streamId, long sequence) {
        NavigableMap<Long, RecordedEvent<E>> stream = stream(streamId);
        synchronized (stream) {
            stream.tailMap(sequence, true).clear();
        }
    }

    /** Holds the next read until it is released. */
    public Barrier holdNextRead() {
        Barrier held = new Barrier();
        this.barrier.set(held);
        return held;
    }

    /** Holds the next read when it has seen the log and handed over nothing yet. */
    public Barrier holdNextReadAfterItsSnapshot() {
        Barrier held = new Barrier();
        this.snapshotBarrier.set(held);
        return held;
    }

    /** Makes one read fail, the one that is held if there is one. */
    public void failNextRead(RuntimeException fault) {
        this.nextFailure.set(fault);
    }

    @Override
    public EventOrdering ordering() {
        return this.ordering;
    }

    @Override
    public Position head(String streamId, Set<String> types) {
        this.heads.incrementAndGet();
        Position head = position(streamId, types);
        this.afterHead.run();
        return head;
    }

    @Override
    public Map<String, Position> heads(Collection<String> streamIds, Set<String> types) {
        this.batchHeads.incrementAndGet();
        Map<String, Position> heads = new TreeMap<>();
        streamIds.forEach((streamId) -> heads.put(streamId, position(streamId, types)));
        return heads;
    }

    @Override
    public Position positionAt(String streamId, Set<String> types, long sequence) {
        List<RecordedEvent<E>> upTo = relevant(streamId, types).stream()
            .filter((event) -> event.sequence() <= sequence)
            .toList();
        return upTo.isEmpty() || upTo.get(upTo.size() - 1).sequence() != sequence ? Position.START : last(upTo);
    }

    @Override
    public boolean read(String streamId, Set<String> types, Position after, EventSink<E> sink) {
        this.reads.incrementAndGet();
        Barrier held = this.barrier.getAndSet(null);
        if (held != null) {
            held.pass();
        }
        RuntimeException once = this.nextFailure.getAndSet(null);
        RuntimeException fault = once != null ? once : this.failure;
        if (fault != null) {
            throw fault;
        }
        if (!after.isStart() && !positionAt(streamId, types, after.sequence()).equals(after)) {
            return false;
        }
        List<RecordedEvent<E>> snapshot = all(streamId);
        Barrier heldAfter = this.snapshotBarrier.getAndSet(null);
        if (heldAfter != null) {
            heldAfter.pass();
        }
        long expected = after.isStart() ? 1 : after.sequence() + 1;
        for (RecordedEvent<E> event : snapshot) {
            if (event.sequence() <= after.sequence()) {
                continue;
            }
            boolean gap = this.ordering == EventOrdering.STREAM_VERSION && event.sequence() != expected;
            if (gap) {
                expected = Long.MAX_VALUE;
                sink.gap();
            }
            else {
                expected = event.sequence() + 1;
            }
            if (types.isEmpty() || types.contains(event.type())) {
                this.eventsRead.incrementAndGet();
                sink.accept(event);
            }
        }
        return true;
    }

    @Override
    public TransactionScope transaction() {
        return this.transaction;
    }

    private Position position(String streamId, Set<String> types) {
        RuntimeException fault = this.failure;
        if (fault != null) {
            throw fault;
        }
        return last(relevant(streamId, types));
    }

    private Position last(List<RecordedEvent<E>> events) {
        if (events.isEmpty()) {
            return Position.START;
        }
        RecordedEvent<E> last = events.get(events.size() - 1);
        return new Position(last.sequence(), last.identity(),
                this.ordering == EventOrdering.GLOBAL_SEQUENCE ? events.size() : 0);
    }

    private List<RecordedEvent<E>> relevant(String streamId, Set<String> types) {
        return all(streamId).stream().filter((event) -> types.isEmpty() || types.contains(event.type())).toList();
    }

    private List<RecordedEvent<E>> all(String streamId) {
        NavigableMap<Long, RecordedEvent<E>> stream = stream(streamId);
        synchronized (stream) {
            return new ArrayList<>(stream.values());
        }
    }

    private NavigableMap<Long, RecordedEvent<E>> stream(String streamId) {
        return this.streams.computeIfAbsent(streamId, (id) -> new TreeMap<>());
    }

    /** Where a read waits. */
    public static final class Barrier {

        private final CountDownLatch arrived = new CountDownLatch(1);

        private final CountDownLatch released = new CountDownLatch(1);

        public void awaitRead() throws InterruptedException {
            if (!this.arrived.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("Nobody came to read");
            }
        }

        public void release() {
            this.released.countDown();
        }

        private void pass() {
            this.arrived.countDown();
            try {
                if (!this.released.await(10, TimeUnit.SECONDS)) {
                    throw new AssertionError("Nobody released the read");
                }
            }
            catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while reading", ex);
            }
        }

    }

}
