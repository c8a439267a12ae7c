package io.tidemark.sample;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

import io.tidemark.livetable.LiveTableOperations;
import io.tidemark.livetable.LiveTables;

import jakarta.validation.Valid;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.web.PageableDefault;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Reads and writes airports; {@code X-Tidemark} tells what the cache did for an answer. */
@RestController
@RequestMapping("/api/airports")
class AirportController {

    static final String OUTCOME = "X-Tidemark";

    private static final Set<String> COLUMNS = Arrays.stream(Airport.class.getRecordComponents())
        .map(RecordComponent::getName)
        .collect(Collectors.toUnmodifiableSet());

    private final AirportRepository airports;

    private final LiveTableOperations<Airport, String> table;

    private final LiveTables liveTables;

    private final Executor executor;

    AirportController(AirportRepository airports, LiveTableOperations<Airport, String> table, LiveTables liveTables,
            @Qualifier("applicationTaskExecutor") Executor executor) {
        this.airports = airports;
        this.table = table;
        this.liveTables = liveTables;
        this.executor = executor;
    }

    @GetMapping
    ResponseEntity<Page<Airport>> page(@RequestParam @Nullable String state, @RequestParam @Nullable String q,
            @PageableDefault(size = 20, sort = "iata") Pageable page) {
        page.getSort().forEach((order) -> requireColumn(order.getProperty()));
        return answer(find(state, q, page));
    }

    @GetMapping("/{iata}")
    ResponseEntity<Airport> airport(@PathVariable String iata) {
        return answer(existing(iata, this.airports.findById(iata)));
    }

    @PutMapping("/{iata}")
    Airport change(@PathVariable String iata, @Valid @RequestBody AirportForm form) {
        requireExisting(iata);
        return this.airports.save(form.toAirport(iata));
    }

    @DeleteMapping("/{iata}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String iata) {
        requireExisting(iata);
        this.airports.deleteById(iata);
    }

    @GetMapping(path = "/changes", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter changes() {
        return ChangeStream.of(this.table.changes(), this.executor);
    }

    private Page<Airport> find(@Nullable String state, @Nullable String q, Pageable page) {
        if (state == null) {
            return q == null ? this.airports.findAll(page) : this.airports.findByNameContainingIgnoreCase(q, page);
        }
        return q == null ? this.airports.findByState(state, page)
                : this.airports.findByStateAndNameContainingIgnoreCase(state, q, page);
    }

    private static void requireColumn(String property) {
        if (!COLUMNS.contains(property)) {
            throw new InvalidFieldException("sort", "must name a property of airports, was '" + property + "'");
        }
    }

    private void requireExisting(String iata) {
        existing(iata, this.airports.findById(iata));
    }

    private static Airport existing(String iata, Optional<Airport> airport) {
        return airport.orElseThrow(
                () -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no airport '" + iata + "'"));
    }

    private <T> ResponseEntity<T> answer(T body) {
        String outcome = Objects.requireNonNull(this.liveTables.lastOutcome()).name().toLowerCase(Locale.ROOT);
        return ResponseEntity.ok().header(OUTCOME, outcome).body(body);
    }

}
