package io.tidemark.livetable;

import java.util.List;

import io.tidemark.generation.Generations;
import io.tidemark.key.KeyPath;
import io.tidemark.livetable.AgeLimits.Freshness;
import io.tidemark.livetable.LiveTableFaults.Kind;
import io.tidemark.livetable.LoadFlights.Boarding;
import io.tidemark.livetable.LoadFlights.Role;

import org.jspecify.annotations.Nullable;

/**
 * How a read is answered: from the cache if what is there still holds, else by one load per key.
 * <p>
 * An answer carries the moment before its snapshot. It is served and kept only while nothing that it depends on has
 * changed since, and nobody joins a load that began before a change.
 */
final class TableReader implements TableReads {

    private final Generations generations;

    private final CachedTables tables;

    private final ReadContext context;

    private final LiveTableClock clock;

    private final LoadFlights flights = new LoadFlights();

    private final BackgroundRefreshes refreshes;

    private final LastReads lastReads;

    TableReader(Generations generations, CachedTables tables, LiveTableRuntime runtime, LastReads lastReads) {
        this.generations = generations;
        this.tables = tables;
        this.context = runtime.context();
        this.clock = runtime.clock();
        this.refreshes = new BackgroundRefreshes(runtime.executor());
        this.lastReads = lastReads;
    }

    @Override
    public <T extends @Nullable Object> T read(TableRead<T> read) throws Throwable {
        CachedTable table = this.tables.of(read.table());
        BypassReason reason = this.context.bypass();
        if (reason == null && this.tables.isImpeded()) {
            reason = this.tables.impediment(read);
        }
        if (reason != null) {
            return bypass(read, reason);
        }
        KeyPath key = read.key();
        CachedRows cached = table.get(key);
        Freshness freshness = cached != null ? freshness(table, read, key, cached) : Freshness.VOID;
        if (cached != null && freshness != Freshness.VOID) {
            try {
                T answer = read.toAnswer(cached.rows());
                if (!isExpiredAbsence(table, read, answer, cached)) {
                    served(table, read, key, freshness);
                    return answer;
                }
            }
            catch (Throwable ex) {
                table.statistics().faults().met(Kind.COPY, ex);
            }
        }
        return load(table, read, key);
    }

    @Override
    public <T extends @Nullable Object> T bypass(TableRead<T> read, BypassReason reason) throws Throwable {
        this.tables.of(read.table()).statistics().bypassed(reason);
        try {
            return read.load();
        }
        finally {
            this.lastReads.recordBypass(reason);
        }
    }

    int loadsInProgress() {
        return this.flights.inProgress();
    }

    private Freshness freshness(CachedTable table, TableRead<?> read, KeyPath key, CachedRows cached) {
        if (cached.epoch() != this.generations.epoch()) {
            return ofAnotherProcess(table, read, key, cached);
        }
        if (!isUnchanged(read, key, cached.moment())) {
            return Freshness.VOID;
        }
        return table.limits().hasTimeToLive() ? table.limits().judge(ageMicros(cached), read.loadsOnAnyThread())
                : Freshness.FRESH;
    }

    // What else it depends on may have been written while nobody remembered that these rows did.
    private Freshness ofAnotherProcess(CachedTable table, TableRead<?> read, KeyPath key, CachedRows cached) {
        for (KeyPath dependency : read.dependencies()) {
            if (!key.startsWith(dependency)) {
                return Freshness.VOID;
            }
        }
        boolean stale = read.loadsOnAnyThread() && isUnchanged(read, key, 0)
                && table.limits().allowStale(ageMicros(cached));
        return stale ? Freshness.STALE : Freshness.VOID;
    }

    private void served(CachedTable table, TableRead<?> read, KeyPath key, Freshness freshness) {
        if (freshness == Freshness.FRESH) {
            table.statistics().hits.increment();
            this.lastReads.record(ReadOutcome.HIT);
        }
        else {
            table.statistics().stale.increment();
            this.refreshes.begin(table, key, () -> refresh(table, read, key));
            this.lastReads.record(ReadOutcome.STALE);
        }
    }

    private <T extends @Nullable Object> boolean isExpiredAbsence(CachedTable table, TableRead<T> read, T answer,
            CachedRows cached) {
        return read.isAbsent(answer) && !table.limits().keepAbsence(ageMicros(cached));
    }

    private <T extends @Nullable Object> T load(CachedTable table, TableRead<T> read, KeyPath key) throws Throwable {
        if (isMarked(read, key)) {
            return bypass(read, BypassReason.WRITE_IN_PROGRESS);
        }
        // So that a change source of each of them is asked for before anything is kept.
        read.dependencies().forEach(this.tables::above);
        try {
            return board(table, read, key);
        }
        finally {
            if (this.lastReads.outcome() == ReadOutcome.MISS) {
                table.statistics().misses.increment();
            }
        }
    }

    private <T extends @Nullable Object> T board(CachedTable table, TableRead<T> read, KeyPath key) throws Throwable {
        boolean mayWait = !this.lastReads.isLeading() && !this.context.holdsResources();
        Boarding boarding = this.flights.board(key, mayWait, this::start, (start) -> holds(table, read, key, start));
        LoadFlight flight = boarding.flight();
        if (flight == null) {
            return fetch(table, read, key, start()).answer();
        }
        return boarding.role() == Role.LEAD ? lead(table, read, key, flight, boarding.before())
                : follow(table, read, key, flight);
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
            fetched = fetch(table, read, key,
                    start != null ? start : this.flights.begin(key, flight, this::start));
        }
        catch (Throwable ex) {
            this.flights.fail(key, flight, ex, PersonalFailures.isPersonal(ex, this.context));
            throw ex;
        }
        finally {
            this.lastReads.endLeading();
        }
        this.flights.land(key, flight, fetched.rows());
        return fetched.answer();
    }

    private <T extends @Nullable Object> T follow(CachedTable table, TableRead<T> read, KeyPath key, LoadFlight flight)
            throws Throwable {
        table.statistics().coalesced.increment();
        if (!awaitLanding(table, flight)) {
            return fetch(table, read, key, start()).answer();
        }
        Throwable failure = flight.failure();
        if (failure != null) {
            this.lastReads.record(ReadOutcome.MISS);
            throw failure;
        }
        if (flight.isToBeTriedAgain()) {
            return board(table, read, key);
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
        return fetch(table, read, key, start()).answer();
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

    private <T extends @Nullable Object> Fetched<T> fetch(CachedTable table, TableRead<T> read, KeyPath key,
            LoadStart start) throws Throwable {
        ReadOutcome outcome = ReadOutcome.MISS;
        try {
            T answer = ask(table, read);
            Rows rows = copy(table, read, answer);
            if (rows == null) {
                table.statistics().bypassed(BypassReason.NOT_COPYABLE);
                outcome = ReadOutcome.BYPASS;
            }
            else if (read.isAbsent(answer) && !table.limits().keepAbsence(0)) {
                table.statistics().absentNotKept.increment();
            }
            else {
                table.put(key, new CachedRows(rows, start.micros(), this.generations.epoch(), start.moment()),
                        () -> holds(table, read, key, start));
            }
            return new Fetched<>(answer, rows);
        }
        finally {
            if (outcome == ReadOutcome.BYPASS) {
                this.lastReads.recordBypass(BypassReason.NOT_COPYABLE);
            }
            else {
                this.lastReads.record(outcome);
            }
        }
    }

    private <T extends @Nullable Object> T ask(CachedTable table, TableRead<T> read) throws Throwable {
        table.statistics().loads.increment();
        long before = System.nanoTime();
        try {
            return read.load();
        }
        catch (Throwable ex) {
            table.statistics().failedLoads.increment();
            throw ex;
        }
        finally {
            table.statistics().loadNanos.add(System.nanoTime() - before);
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

    private void refresh(CachedTable table, TableRead<?> read, KeyPath key) throws Throwable {
        Boarding boarding = this.flights.board(key, false, this::start, (start) -> true);
        LoadFlight flight = boarding.flight();
        if (flight != null) {
            lead(table, read, key, flight, null);
        }
    }

    // The clock first: a change between the two ends the moment or is younger than the clock.
    private LoadStart start() {
        long nanos = this.clock.nanos();
        long micros = this.clock.micros();
        long ofTransaction = this.context.snapshotMoment();
        return new LoadStart(ofTransaction >= 0 ? ofTransaction : this.generations.moment(), nanos, micros);
    }

    /** Whether what is loaded from {@code start} on may be kept, and be given to those who arrive now. */
    private boolean holds(CachedTable table, TableRead<?> read, KeyPath key, LoadStart start) {
        if (!isUnchanged(read, key, start.moment())) {
            return false;
        }
        for (KeyPath dependency : read.dependencies()) {
            CachedTable of = this.tables.above(dependency);
            if (of != null && of.mayLag(start.nanos(), table.replicaLagNanos())) {
                return false;
            }
        }
        return !table.mayLag(start.nanos(), table.replicaLagNanos());
    }

    private boolean isUnchanged(TableRead<?> read, KeyPath key, long moment) {
        if (!this.generations.unchangedSince(key, moment)) {
            return false;
        }
        List<KeyPath> dependencies = read.dependencies();
        for (int i = 0; i < dependencies.size(); i++) {
            if (!this.generations.unchangedSince(dependencies.get(i), moment)) {
                return false;
            }
        }
        return true;
    }

    private long ageMicros(CachedRows cached) {
        return this.clock.micros() - cached.fetchedAtMicros();
    }

    private boolean isMarked(TableRead<?> read, KeyPath key) {
        return this.generations.isMarked(key) || read.dependencies().stream().anyMatch(this.generations::isMarked);
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
