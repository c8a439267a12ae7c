package io.tidemark.benchmarks;

import io.tidemark.projection.Projection;
import io.tidemark.projection.RecordedEvent;

/** Folds the departures from one airport. */
public final class AirportTraffic implements Projection<Traffic, Departure> {

    @Override
    public String name() {
        return "airport-traffic";
    }

    @Override
    public Traffic initial(String streamId) {
        return Traffic.NONE;
    }

    @Override
    public Traffic apply(Traffic state, RecordedEvent<Departure> event) {
        return state.plus(event.data());
    }

}
