package io.tidemark.sample;

import java.net.URI;
import java.time.Duration;

import io.tidemark.projection.Freshness;
import io.tidemark.projection.Outcome;
import io.tidemark.projection.Projected;
import io.tidemark.projection.ProjectionReader;
import io.tidemark.projection.jdbc.JdbcEventStore;

import jakarta.validation.Valid;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
class TrafficController {

    private final ProjectionReader<Traffic> traffic;

    private final JdbcEventStore events;

    private final AirportRepository airports;

    TrafficController(ProjectionReader<Traffic> traffic, JdbcEventStore events, AirportRepository airports) {
        this.traffic = traffic;
        this.events = events;
        this.airports = airports;
    }

    @GetMapping("/api/airports/{iata}/traffic")
    TrafficView traffic(@PathVariable String iata, @RequestParam @Nullable Duration maxStale) {
        if (!this.airports.existsById(iata)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no airport '" + iata + "'");
        }
        if (maxStale != null && maxStale.isNegative()) {
            throw new InvalidFieldException("maxStale", "must not be negative, was " + maxStale);
        }
        return TrafficView.of(iata, maxStale == null ? this.traffic.get(iata)
                : this.traffic.get(iata, Freshness.maxStale(maxStale)));
    }

    @PostMapping("/api/flights")
    ResponseEntity<Recorded> depart(@Valid @RequestBody Departure departure) {
        requireKnown("origin", departure.origin());
        requireKnown("destination", departure.destination());
        long sequence = this.events.append(departure.origin(), Departure.TYPE, departure);
        return ResponseEntity.created(URI.create("/api/airports/" + departure.origin() + "/traffic"))
            .body(new Recorded(sequence));
    }

    private void requireKnown(String field, String iata) {
        if (!this.airports.existsById(iata)) {
            throw new InvalidFieldException(field, "must be a known airport, was '" + iata + "'");
        }
    }

    record Recorded(long sequence) {
    }

    record TrafficView(String iata, int departures, double meanDelayMinutes, int maxDelayMinutes, int late,
            int destinations, long watermark, long ageMillis, Outcome outcome) {

        static TrafficView of(String iata, Projected<Traffic> projected) {
            Traffic traffic = projected.state();
            return new TrafficView(iata, traffic.departures(), traffic.meanDelayMinutes(), traffic.maxDelayMinutes(),
                    traffic.late(), traffic.destinations().size(), Math.max(0, projected.watermark()),
                    projected.age().toMillis(), projected.outcome());
        }

    }

}
