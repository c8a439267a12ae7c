package io.tidemark.sample;

import java.util.Set;
import java.util.TreeSet;

/** The state: what left an airport so far. */
record Traffic(int departures, long delayMinutes, int maxDelayMinutes, int late, Set<String> destinations) {

    static final Traffic NONE = new Traffic(0, 0, 0, 0, Set.of());

    private static final int LATE_MINUTES = 15;

    Traffic {
        destinations = Set.copyOf(destinations);
    }

    Traffic with(Departure departure) {
        int delay = departure.delay();
        return new Traffic(this.departures + 1, this.delayMinutes + delay,
                this.departures == 0 ? delay : Math.max(this.maxDelayMinutes, delay),
                this.late + (delay >= LATE_MINUTES ? 1 : 0), withDestination(departure.destination()));
    }

    double meanDelayMinutes() {
        return this.departures == 0 ? 0 : (double) this.delayMinutes / this.departures;
    }

    private Set<String> withDestination(String destination) {
        if (this.destinations.contains(destination)) {
            return this.destinations;
        }
        Set<String> all = new TreeSet<>(this.destinations);
        all.add(destination);
        return all;
    }

}
