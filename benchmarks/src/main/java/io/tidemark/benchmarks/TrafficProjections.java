package io.tidemark.benchmarks;

import java.util.List;

import io.tidemark.projection.EventSource;
import io.tidemark.projection.Freshness;
import io.tidemark.projection.LoadObserver;
import io.tidemark.projection.ProjectionCache;
import io.tidemark.projection.ProjectionClock;
import io.tidemark.projection.ProjectionDefinition;
import io.tidemark.projection.ProjectionReader;
import io.tidemark.projection.ProjectionRuntime;
import io.tidemark.projection.ProjectionSettings;
import io.tidemark.projection.Projections;
import io.tidemark.projection.json.JsonStateCodec;
import tools.jackson.databind.json.JsonMapper;

/** Projections set up as an application's would be, with the one of {@link AirportTraffic}. */
final class TrafficProjections {

    private TrafficProjections() {
    }

    static ProjectionReader<Traffic> reader(EventSource<Departure> source, ProjectionCache cache,
            long heapMaximumEntries) {
        AirportTraffic projection = new AirportTraffic();
        JsonStateCodec<Traffic> codec = new JsonStateCodec<>(JsonMapper.shared(), Traffic.class);
        var definition = new ProjectionDefinition<>(projection, Traffic.class, source, codec);
        var settings = new ProjectionSettings(Freshness.consistent(), heapMaximumEntries);
        var runtime = new ProjectionRuntime(Runnable::run, ProjectionClock.system(), LoadObserver.NONE);
        return new Projections(List.of(definition), cache, settings, runtime).reader(projection);
    }

}
