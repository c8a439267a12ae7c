package io.tidemark.benchmarks;

/**
 * What left an airport, the state of all benchmarks.
 *
 * @param departures how many flights
 * @param delayMinutes the sum of their delays
 * @param maxDelayMinutes the longest delay
 * @param late how many were late by 15 minutes or more
 */
public record Traffic(int departures, long delayMinutes, int maxDelayMinutes, int late) {

    /** Nothing left yet. */
    public static final Traffic NONE = new Traffic(0, 0, 0, 0);

    Traffic plus(Departure departure) {
        int delay = departure.delayMinutes();
        return new Traffic(this.departures + 1, this.delayMinutes + delay, Math.max(this.maxDelayMinutes, delay),
                delay >= 15 ? this.late + 1 : this.late);
    }

}
