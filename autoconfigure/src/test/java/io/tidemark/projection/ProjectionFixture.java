package io.tidemark.projection;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/** Projections over a log and a cache in memory, with a clock that moves when told. */
public final class ProjectionFixture {

    public final MemoryEventSource<Integer> source;

    public final ManualClock clock = new ManualClock();

    public final Counter counter;

    public final Counter.Codec codec = new Counter.Codec();

    public MemoryProjectionCache cache = new MemoryProjectionCache();

    public Executor refresher = Runnable::run;

    public Projections projections;

    public ProjectionReader<Counter.Count> reader;

    public ProjectionFixture() {
        this(EventOrdering.STREAM_VERSION);
    }

    public ProjectionFixture(EventOrdering ordering) {
        this(ordering, new Counter());
    }

    public ProjectionFixture(EventOrdering ordering, Counter counter) {
        this.source = new MemoryEventSource<>(ordering);
        this.counter = counter;
        this.projections = projections(this.counter, this.cache);
        this.reader = this.projections.reader(this.counter);
    }

    /** Starts anew over the same log and what the cache has kept. */
    public void restart() {
        this.cache = new MemoryProjectionCache(this.cache.rows);
        this.projections = projections(this.counter, this.cache);
        this.reader = this.projections.reader(this.counter);
    }

    public Projections projections(Counter projection, ProjectionCache over) {
        ProjectionDefinition<Counter.Count, Integer> definition = new ProjectionDefinition<>(projection,
                Counter.Count.class, this.source, this.codec);
        return new Projections(List.of(definition), over, new ProjectionSettings(Freshness.consistent(), 1_000),
                new ProjectionRuntime((task) -> this.refresher.execute(task), this.clock.clock(), LoadObserver.NONE));
    }

    public void append(String streamId, int... data) {
        for (int each : data) {
            this.source.append(streamId, "K", each);
        }
    }

    public Projected<Counter.Count> get(String streamId) {
        return this.reader.get(streamId);
    }

    public Projected<Counter.Count> get(String streamId, Duration maxStale) {
        return this.reader.get(streamId, Freshness.maxStale(maxStale));
    }

}
