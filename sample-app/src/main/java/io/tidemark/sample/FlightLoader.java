package io.tidemark.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import io.tidemark.projection.jdbc.JdbcEventStore;
import io.tidemark.projection.jdbc.NewEvent;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.io.ClassPathResource;
import org.springframework.data.jdbc.core.JdbcAggregateOperations;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Fills an empty database, all or nothing, before the first request is taken. */
@Component
class FlightLoader implements SmartInitializingSingleton {

    private static final CSVFormat CSV = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm");

    private final AirportRepository airports;

    private final JdbcAggregateOperations aggregates;

    private final JdbcEventStore events;

    private final TransactionTemplate transactions;

    FlightLoader(AirportRepository airports, JdbcAggregateOperations aggregates, JdbcEventStore events,
            TransactionTemplate transactions) {
        this.airports = airports;
        this.aggregates = aggregates;
        this.events = events;
        this.transactions = transactions;
    }

    @Override
    public void afterSingletonsInstantiated() {
        this.transactions.executeWithoutResult((transaction) -> {
            if (this.airports.count() == 0) {
                load();
            }
        });
    }

    private void load() {
        try (InputStream airportsCsv = new ClassPathResource("airports.csv").getInputStream();
                InputStream zippedFlights = new ClassPathResource("flights.csv.gz").getInputStream();
                InputStream flightsCsv = new GZIPInputStream(zippedFlights)) {
            this.aggregates.insertAll(CSV.parse(new InputStreamReader(airportsCsv, StandardCharsets.UTF_8))
                .stream()
                .map(FlightLoader::airport)
                .toList());
            Map<String, List<NewEvent>> flights = new LinkedHashMap<>();
            for (CSVRecord flight : CSV.parse(new InputStreamReader(flightsCsv, StandardCharsets.UTF_8))) {
                flights.computeIfAbsent(flight.get("origin"), (origin) -> new ArrayList<>())
                    .add(new NewEvent(Departure.TYPE, departure(flight)));
            }
            flights.forEach(this.events::append);
        }
        catch (IOException ex) {
            throw new UncheckedIOException("The flights can't be read", ex);
        }
    }

    private static Airport airport(CSVRecord airport) {
        return new Airport(airport.get("iata"), airport.get("name"), known(airport.get("city")),
                known(airport.get("state")), airport.get("country"), Double.parseDouble(airport.get("latitude")),
                Double.parseDouble(airport.get("longitude")));
    }

    private static @Nullable String known(String value) {
        return value.equals("NA") ? null : value;
    }

    private static Departure departure(CSVRecord flight) {
        return new Departure(LocalDateTime.parse(flight.get("date"), DATE), Integer.valueOf(flight.get("delay")),
                Integer.valueOf(flight.get("distance")), flight.get("origin"), flight.get("destination"));
    }

}
