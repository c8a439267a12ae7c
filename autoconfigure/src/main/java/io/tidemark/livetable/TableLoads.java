package io.tidemark.livetable;

import io.tidemark.key.KeyPath;
import io.tidemark.livetable.LiveTableFaults.Kind;
import io.tidemark.livetable.LoadFlights.Boarding;
import io.tidemark.livetable.LoadFlights.Role;

import org.jspecify.annotations.Nullable;

/**
 * The loads of what the cache doesn't have: one per key for all who may wait. A thread that holds resources, or loads
 * for others, never waits: it loads for itself.
 */
final class TableLoads {

    private final Validity validity;

    private final CachedTables tables;

    private final ReadContext context;

    private final LiveTableClock clock;

    private final LoadObserver observer;

    private final LoadFlights flights = new LoadFlights();

    private final LastReads lastReads;

    TableLoads(Validity validity, CachedTables tables, LiveTableRuntime runtime, LastReads lastReads) {
        this.validity = validity;
        this.tables = tables;
        this.context = runtime.context();
        this.clock = runtime.clock();
        this.observer = runtime.observer();
        this.lastReads = lastReads;
    }

    /** Loads, or waits for another who does, and keeps the answer if it still holds. */
    <T extends @Nullable Object> T load(CachedTable table, TableRead<T> read, KeyPath key) throws Throwable {
        boolean mayWait = !this.lastReads.isLeading() && !this.context.holdsResources();
        Boarding boarding = this.flights.board(key, mayWait, this::start,
                (start) -> this.validity.holds(table, read, key, start));
        LoadFlight flight = boarding.flight();
        if (flight == null) {
            return loadAlone(table, read, key);
        }
        return boarding.role() == Role.LEAD ? lead(table, read, key, flight, boarding.before())
                : follow(table, read, key, flight);
    }

    /** Loads and keeps the answer if it still holds, unless another does so already. */
    void refresh(CachedTable table, TableRead<?> read, KeyPath key) throws Throwable {
        Boarding boarding = this.flights.board(key, false, this::start, (start) -> false);
        LoadFlight flight = boarding.flight();
        if (flight != null) {
            lead(table, read, key, flight, null);
        }
    }

    int inProgress() {
        return this.flights.inProgress();
    }

    private <T extends @Nullable Object> T lead(CachedTable table, TableRead<T> read, KeyPath key, LoadFlight flight,
            @Nullable LoadFlight before) throws Throwable {
        Fetched<T> fetched;
        this.lastReads.beginLeading();
        try {
            if (before != null) {
                awaitLanding(table, before);
            }
            LoadStart start = flight.start();
            fetched = fetch(table, read, key, start != null ? start : this.flights.begin(key, flight, this::start));
        }
        catch (Throwable ex) {
            fail(key, flight, ex);
            throw ex;
        }
        finally {
            this.lastReads.endLeading();
        }
        this.flights.land(key, flight, fetched.rows());
        return fetched.answer();
    }

    private void fail(KeyPath key, LoadFlight flight, Throwable failure) {
        boolean personal = true;
        try {
            personal = PersonalFailures.isPersonal(failure, this.context);
        }
        finally {
            this.flights.fail(key, flight, failure, personal);
        }
    }

    private <T extends @Nullable Object> T follow(CachedTable table, TableRead<T> read, KeyPath key, LoadFlight flight)
            throws Throwable {
        table.statistics().coalesced.increment();
        if (!awaitLanding(table, flight)) {
            return loadAlone(table, read, key);
        }
        Throwable failure = flight.failure();
        if (failure != null) {
            this.lastReads.record(ReadOutcome.MISS);
            throw failure;
        }
        if (flight.isToBeTriedAgain()) {
            return load(table, read, key);
        }
        Rows rows = flight.rows();
        if (rows != null) {
            try {
                T answer = read.toAnswer(rows);
                this.lastReads.record(ReadOutcome.MISS);
                return answer;
            }
            catch (Throwable ex) {
                table.statistics().faults().met(Kind.COPY, ex);
            }
        }
        return loadAlone(table, read, key);
    }

    // An interrupt ends the waiting, not the read: the source is asked and knows what to do with it.
    private boolean awaitLanding(CachedTable table, LoadFlight flight) {
        try {
            return flight.await(table.settings().loadTimeout().toNanos());
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private <T extends @Nullable Object> T loadAlone(CachedTable table, TableRead<T> read, KeyPath key)
            throws Throwable {
        return fetch(table, read, key, start()).answer();
    }

    private <T extends @Nullable Object> Fetched<T> fetch(CachedTable table, TableRead<T> read, KeyPath key,
            LoadStart start) throws Throwable {
        boolean copyable = true;
        try {
            T answer = ask(table, read);
            Rows rows = copy(table, read, answer);
            copyable = rows != null;
            if (rows != null) {
                keep(table, read, key, start, answer, rows);
            }
            return new Fetched<>(answer, rows);
        }
        finally {
            // After the load, which may have read something else in between.
            if (copyable) {
                this.lastReads.record(ReadOutcome.MISS);
            }
            else {
                BypassReason reason = read.reasonNotKept();
                table.statistics().bypassed(reason);
                this.lastReads.recordBypass(reason);
            }
        }
    }

    private <T extends @Nullable Object> T ask(CachedTable table, TableRead<T> read) throws Throwable {
        table.statistics().loads.increment();
        long before = this.clock.nanos();
        try {
            return this.observer.observe(table.id(), read::load);
        }
        catch (Throwable ex) {
            table.statistics().failedLoads.increment();
            throw ex;
        }
        finally {
            table.statistics().loadNanos.add(this.clock.nanos() - before);
        }
    }

    private <T extends @Nullable Object> @Nullable Rows copy(CachedTable table, TableRead<T> read, T answer) {
        try {
            return read.toRows(answer);
        }
        catch (Throwable ex) {
            table.statistics().faults().met(Kind.COPY, ex);
            return null;
        }
    }

    private <T extends @Nullable Object> void keep(CachedTable table, TableRead<T> read, KeyPath key, LoadStart start,
            T answer, Rows rows) {
        if (read.isAbsent(answer) && !table.limits().keepAbsence(0)) {
            table.statistics().absentNotKept.increment();
        }
        else {
            read.kept(rows)
                .forEach((at, part) -> table.put(at,
                        new CachedRows(part, start.micros(), this.validity.epoch(), start.moment()),
                        () -> this.validity.holds(table, read, at, start)));
            this.tables.voided().sweep();
        }
    }

    /** Returns the moment of a load that would begin now: no later than its snapshot of the source. */
    long moment() {
        long ofTransaction = this.context.snapshotMoment();
        return ofTransaction >= 0 ? ofTransaction : this.validity.moment();
    }

    // The clock first, so that a change between the two ends the moment or is too young for the replicas.
    private LoadStart start() {
        long nanos = this.clock.nanos();
        long micros = this.clock.micros();
        return new LoadStart(moment(), nanos, micros);
    }

    /**
     * What a load brought.
     *
     * @param answer the answer of the source
     * @param rows what others may have of it, or null
     * @param <T> the answer
     */
    private record Fetched<T extends @Nullable Object>(T answer, @Nullable Rows rows) {
    }

}
