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

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Fills an empty database, all or nothing, before the first request is taken. */
@Component
class FlightLoader implements SmartInitializingSingleton {

    private static final CSVFormat CSV = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm");

    private final Airports airports;

    private final JdbcEventStore events;

    private final TransactionTemplate transactions;

    FlightLoader(Airports airports, JdbcEventStore events, TransactionTemplate transactions) {
        this.airports = airports;
        this.events = events;
        this.transactions = transactions;
    }

    @Override
    public void afterSingletonsInstantiated() {
        this.transactions.executeWithoutResult((transaction) -> {
            if (this.airports.isEmpty()) {
                load();
            }
        });
    }

    private void load() {
        try (InputStream airportsCsv = new ClassPathResource("airports.csv").getInputStream();
                InputStream zippedFlights = new ClassPathResource("flights.csv.gz").getInputStream();
                InputStream flightsCsv = new GZIPInputStream(zippedFlights)) {
            for (CSVRecord airport : CSV.parse(new InputStreamReader(airportsCsv, StandardCharsets.UTF_8))) {
                this.airports.add(airport.get("iata"), airport.get("name"));
            }
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

    private static Departure departure(CSVRecord flight) {
        return new Departure(LocalDateTime.parse(flight.get("date"), DATE), Integer.valueOf(flight.get("delay")),
                Integer.valueOf(flight.get("distance")), flight.get("origin"), flight.get("destination"));
    }

}
