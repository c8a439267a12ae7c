package io.tidemark.projection.autoconfigure;

import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionReader;
import io.tidemark.projection.RecordedEvent;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Departures, the traffic that they make, and applications of them. */
public final class FlightApplications {

    private FlightApplications() {
    }

    public record Departure(int delayMinutes) {
    }

    public record Traffic(int departures, int delayMinutes) {
    }

    public static class AirportTraffic implements Projection<Traffic, Departure> {

        @Override
        public String name() {
            return "airport-traffic";
        }

        @Override
        public Traffic initial(String streamId) {
            return new Traffic(0, 0);
        }

        @Override
        public Traffic apply(Traffic state, RecordedEvent<Departure> event) {
            return new Traffic(state.departures() + 1, state.delayMinutes() + event.data().delayMinutes());
        }

    }

    @Configuration(proxyBeanMethods = false)
    public static class ProjectionConfiguration {

        @Bean
        AirportTraffic airportTraffic() {
            return new AirportTraffic();
        }

    }

    @Configuration(proxyBeanMethods = false)
    public static class Application extends ProjectionConfiguration {

        @Bean
        ListEventSource<Departure> departures() {
            ListEventSource<Departure> departures = new ListEventSource<>();
            departures.append("DFW", new Departure(5));
            departures.append("DFW", new Departure(7));
            return departures;
        }

    }

    /** Has a reader injected. */
    public record Board(ProjectionReader<Traffic> traffic) {
    }

}
