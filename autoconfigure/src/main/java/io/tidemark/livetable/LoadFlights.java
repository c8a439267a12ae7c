package io.tidemark.livetable;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.tidemark.key.KeyPath;

import org.jspecify.annotations.Nullable;

/**
 * Single flight: of the loads of one key that others wait for, at most one runs and one waits.
 * <p>
 * A reader joins the running load only if nothing that it depends on has changed since that began. Otherwise it joins the
 * one that waits, which begins when the running one has landed.
 */
final class LoadFlights {

    private final Map<KeyPath, Lane> lanes = new ConcurrentHashMap<>();

    /**
     * Gives a reader its place.
     * @param mayWait whether the reader may wait for another
     * @param start notes the beginning of a load
     * @param holds whether a load that began then would still be kept
     */
    Boarding board(KeyPath key, boolean mayWait, Supplier<LoadStart> start, Predicate<LoadStart> holds) {
        Boarder boarder = new Boarder(mayWait, start, holds);
        this.lanes.compute(key, (each, lane) -> boarder.enter(lane));
        return boarder.boarding;
    }

    /** Begins a flight that had to wait for the one before. */
    LoadStart begin(KeyPath key, LoadFlight flight, Supplier<LoadStart> start) {
        LoadStart beginning = start.get();
        this.lanes.computeIfPresent(key, (each, lane) -> {
            flight.begin(beginning);
            return lane;
        });
        return beginning;
    }

    /** Ends a flight with what it brought, or with null if that can't be shared. */
    void land(KeyPath key, LoadFlight flight, @Nullable Rows rows) {
        leave(key, flight);
        flight.land(rows);
    }

    /** Ends a flight that failed. If that is personal, those who wait try for themselves. */
    void fail(KeyPath key, LoadFlight flight, Throwable failure, boolean personal) {
        leave(key, flight);
        flight.fail(failure, personal);
    }

    /** Returns how many flights there are now, those that wait for another included. */
    int inProgress() {
        return this.lanes.values().stream().mapToInt((lane) -> lane.next() != null ? 2 : 1).sum();
    }

    // Before it lands, so that the flight that waits is the running one when it begins.
    private void leave(KeyPath key, LoadFlight flight) {
        this.lanes.computeIfPresent(key, (each, lane) -> {
            if (lane.running() == flight) {
                return lane.next() != null ? new Lane(lane.next(), null) : null;
            }
            return lane.next() == flight ? new Lane(lane.running(), null) : lane;
        });
    }

    /** What a reader does. */
    enum Role {

        /** It loads, and others may wait for it. */
        LEAD,

        /** It waits for another. */
        FOLLOW,

        /** It loads, and nobody waits for it. */
        ALONE

    }

    /**
     * The place of a reader.
     *
     * @param role what it does
     * @param flight the flight that it leads or follows, or null
     * @param before the flight that its own waits for, or null
     */
    record Boarding(Role role, @Nullable LoadFlight flight, @Nullable LoadFlight before) {
    }

    /**
     * The flights of one key.
     *
     * @param running the one that runs, or will when its leader gets to it
     * @param next the one that waits for it, or null
     */
    private record Lane(LoadFlight running, @Nullable LoadFlight next) {
    }

    private static final class Boarder {

        private final boolean mayWait;

        private final Supplier<LoadStart> start;

        private final Predicate<LoadStart> holds;

        private Boarding boarding = new Boarding(Role.ALONE, null, null);

        Boarder(boolean mayWait, Supplier<LoadStart> start, Predicate<LoadStart> holds) {
            this.mayWait = mayWait;
            this.start = start;
            this.holds = holds;
        }

        Lane enter(@Nullable Lane lane) {
            if (lane == null) {
                LoadFlight flight = new LoadFlight();
                flight.begin(this.start.get());
                this.boarding = new Boarding(Role.LEAD, flight, null);
                return new Lane(flight, null);
            }
            if (!this.mayWait) {
                return lane;
            }
            if (takes(lane.running())) {
                this.boarding = new Boarding(Role.FOLLOW, lane.running(), null);
                return lane;
            }
            LoadFlight next = lane.next();
            if (next == null) {
                LoadFlight flight = new LoadFlight();
                this.boarding = new Boarding(Role.LEAD, flight, lane.running());
                return new Lane(lane.running(), flight);
            }
            // It has begun already only if its leader was tired of waiting.
            if (takes(next)) {
                this.boarding = new Boarding(Role.FOLLOW, next, null);
            }
            return lane;
        }

        private boolean takes(LoadFlight flight) {
            LoadStart began = flight.start();
            return began == null || this.holds.test(began);
        }

    }

}
