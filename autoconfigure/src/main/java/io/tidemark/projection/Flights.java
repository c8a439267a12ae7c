package io.tidemark.projection;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.tidemark.projection.Flight.Wish;

import org.jspecify.annotations.Nullable;

/**
 * Single flight: of the loads of one stream at most one runs and one waits; everybody else waits with them.
 * <p>
 * A reader joins the running load only if that takes in what the reader has seen of the log and nothing was
 * invalidated since. Otherwise it joins the one that waits, which will look at the log when it begins.
 *
 * @param <R> what a load brings
 */
final class Flights<R> {

    private final Map<String, Lane<R>> lanes = new ConcurrentHashMap<>();

    private final Stamps.Counters counters;

    private final Predicate<Throwable> personal;

    Flights(Stamps.Counters counters, Predicate<Throwable> personal) {
        this.counters = counters;
        this.personal = personal;
    }

    /** Gives a reader its place: at the head of a new flight, or in one that it may wait for. */
    Boarding<R> board(String streamId, Wish wish) {
        Boarder<R> boarder = new Boarder<>(wish, this.counters);
        this.lanes.compute(streamId, (id, lane) -> boarder.enter(lane));
        return boarder.boarding();
    }

    /**
     * Runs {@code load}, which the caller leads, once the flight before it has landed.
     * @param stampsAtBegin the marks of the flight if it had to wait, taken when it begins
     * @throws InterruptedException if the caller was interrupted while it waited
     */
    R lead(String streamId, Boarding<R> boarding, Supplier<Stamps> stampsAtBegin, Supplier<R> load)
            throws InterruptedException {
        Flight<R> flight = boarding.flight();
        R result;
        try {
            Flight<R> before = boarding.before();
            if (before != null) {
                before.awaitLanding();
                begin(streamId, flight, new Wish(null, 0, stampsAtBegin.get(), false, false));
            }
            result = load.get();
        }
        catch (Throwable ex) {
            fail(streamId, flight, ex);
            throw ex;
        }
        land(streamId, flight, result);
        return result;
    }

    /** Gives the caller a flight to lead if the stream has none, else returns null. */
    @Nullable Flight<R> tryLead(String streamId, Wish wish) {
        Flight<R> flight = new Flight<>();
        flight.begin(wish);
        return this.lanes.putIfAbsent(streamId, new Lane<>(flight, null)) == null ? flight : null;
    }

    /** Ends a flight with what it brought. */
    void land(String streamId, Flight<R> flight, R result) {
        leave(streamId, flight);
        flight.land(result);
    }

    /** Ends a flight that brought nothing. Its passengers share the failure, or try for themselves. */
    void fail(String streamId, Flight<R> flight, Throwable failure) {
        leave(streamId, flight);
        flight.fail(failure, !this.personal.test(failure));
    }

    /** Ends a flight that brought nothing, perhaps because of another stream: its passengers try for themselves. */
    void abandon(String streamId, Flight<R> flight, Throwable failure) {
        leave(streamId, flight);
        flight.fail(failure, false);
    }

    /** Returns how many streams are being loaded now. */
    int inProgress() {
        return this.lanes.size();
    }

    private void begin(String streamId, Flight<R> flight, Wish wish) {
        this.lanes.computeIfPresent(streamId, (id, lane) -> {
            flight.begin(wish);
            return lane;
        });
    }

    // Before it lands, so that the flight that waits is the running one when it begins.
    private void leave(String streamId, Flight<R> flight) {
        this.lanes.computeIfPresent(streamId, (id, lane) -> {
            if (lane.running() == flight) {
                return lane.next() != null ? new Lane<>(lane.next(), null) : null;
            }
            return lane.next() == flight ? new Lane<>(lane.running(), null) : lane;
        });
    }

    /**
     * The flights of one stream.
     *
     * @param running the one that runs, or will when the leader gets to it
     * @param next the one that waits for it, or null
     * @param <R> what a load brings
     */
    private record Lane<R>(Flight<R> running, @Nullable Flight<R> next) {
    }

    /**
     * The place of a reader.
     *
     * @param flight the flight that it is in
     * @param leads whether it has to load
     * @param before the flight that has to land first, or null
     * @param joinedUnderWay whether the flight had begun when the reader joined it
     * @param <R> what a load brings
     */
    record Boarding<R>(Flight<R> flight, boolean leads, @Nullable Flight<R> before, boolean joinedUnderWay) {
    }

    private static final class Boarder<R> {

        private final Wish wish;

        private final Stamps.Counters counters;

        private @Nullable Boarding<R> boarding;

        Boarder(Wish wish, Stamps.Counters counters) {
            this.wish = wish;
            this.counters = counters;
        }

        Lane<R> enter(@Nullable Lane<R> lane) {
            if (lane == null) {
                Flight<R> flight = new Flight<>();
                flight.begin(this.wish);
                this.boarding = new Boarding<>(flight, true, null, false);
                return new Lane<>(flight, null);
            }
            if (lane.running().isLedByCaller()) {
                throw new IllegalStateException("A projection must not be read while the same thread folds it for the "
                        + "same stream: use the state that is passed to apply");
            }
            boolean underWay = lane.running().hasBegun();
            if (lane.running().takes(this.wish, this.counters)) {
                this.boarding = new Boarding<>(lane.running(), false, null, underWay);
                return lane;
            }
            if (lane.next() != null) {
                lane.next().takes(this.wish, this.counters);
                this.boarding = new Boarding<>(lane.next(), false, null, false);
                return lane;
            }
            Flight<R> flight = new Flight<>();
            this.boarding = new Boarding<>(flight, true, lane.running(), false);
            return new Lane<>(lane.running(), flight);
        }

        Boarding<R> boarding() {
            Boarding<R> given = this.boarding;
            if (given == null) {
                throw new IllegalStateException("No place was given");
            }
            return given;
        }

    }

}
