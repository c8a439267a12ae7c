package io.tidemark.sample;

import io.tidemark.projection.Projection;
import io.tidemark.projection.RecordedEvent;

import org.springframework.stereotype.Component;

/** The fold: one stream of departures for each airport. */
@Component
class AirportTraffic implements Projection<Traffic, Departure> {

    @Override
    public String name() {
        return "airport-traffic";
    }

    @Override
    public Traffic initial(String iata) {
        return Traffic.NONE;
    }

    @Override
    public Traffic apply(Traffic traffic, RecordedEvent<Departure> event) {
        return traffic.with(event.data());
    }

}
