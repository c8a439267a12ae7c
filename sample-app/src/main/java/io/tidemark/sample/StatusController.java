package io.tidemark.sample;

import io.tidemark.fold.Fold;
import io.tidemark.fold.FoldEntry;

import jakarta.validation.Valid;

import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** What is the matter with an airport: read from the local copy of a bucket, written to the bucket. */
@RestController
@Profile("fold")
@RequestMapping("/api/airports/{iata}/status")
class StatusController {

    private final Fold<AirportStatus> statuses;

    private final StatusBucket bucket;

    private final AirportRepository airports;

    StatusController(Fold<AirportStatus> statuses, StatusBucket bucket, AirportRepository airports) {
        this.statuses = statuses;
        this.bucket = bucket;
        this.airports = airports;
    }

    @GetMapping
    StatusView status(@PathVariable String iata) {
        requireExisting(iata);
        FoldEntry<AirportStatus> entry = this.statuses.entry(iata);
        if (entry == null) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "Airport '" + iata + "' has no status");
        }
        return StatusView.of(iata, entry.value(), entry.version().asLong().orElseThrow());
    }

    @PutMapping
    StatusView change(@PathVariable String iata, @Valid @RequestBody AirportStatus status) {
        requireExisting(iata);
        return StatusView.of(iata, status, this.bucket.put(iata, status));
    }

    private void requireExisting(String iata) {
        if (!this.airports.existsById(iata)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no airport '" + iata + "'");
        }
    }

    record StatusView(String iata, String status, @Nullable String note, long revision) {

        static StatusView of(String iata, AirportStatus status, long revision) {
            return new StatusView(iata, status.status(), status.note(), revision);
        }

    }

}
