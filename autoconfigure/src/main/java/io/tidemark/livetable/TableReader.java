package io.tidemark.livetable;

import java.util.ArrayList;
import java.util.List;

import io.tidemark.key.KeyPath;
import io.tidemark.livetable.AgeLimits.Freshness;
import io.tidemark.livetable.LiveTableFaults.Kind;

import org.jspecify.annotations.Nullable;

/**
 * How a read is answered: from the cache if what is there still holds, else by a load.
 * <p>
 * An answer carries the moment before its snapshot. It is served only while nothing that it depends on has changed
 * since.
 */
final class TableReader implements TableReads {

    private final Validity validity;

    private final CachedTables tables;

    private final TableLoads loads;

    private final ReadContext context;

    private final LiveTableClock clock;

    private final BackgroundRefreshes refreshes;

    private final LastReads lastReads;

    TableReader(Validity validity, CachedTables tables, TableLoads loads, LiveTableRuntime runtime,
            LastReads lastReads) {
        this.validity = validity;
        this.tables = tables;
        this.loads = loads;
        this.context = runtime.context();
        this.clock = runtime.clock();
        this.refreshes = new BackgroundRefreshes(runtime.executor());
        this.lastReads = lastReads;
    }

    @Override
    public <T extends @Nullable Object> T read(TableRead<T> read) throws Throwable {
        BypassReason reason = obstacle(read);
        if (reason != null) {
            return bypass(read, reason);
        }
        CachedTable table = this.tables.of(read.table());
        KeyPath key = read.key();
        CachedRows cached = table.get(key);
        Freshness freshness = cached != null ? judge(table, read, key, cached) : Freshness.VOID;
        if (cached != null && freshness != Freshness.VOID) {
            try {
                T answer = read.toAnswer(cached.rows());
                if (!read.isAbsent(answer) || table.limits().keepAbsence(ageMicros(cached))) {
                    served(table, read, key, freshness);
                    return answer;
                }
            }
            catch (Throwable ex) {
                table.statistics().faults().met(Kind.COPY, ex);
            }
        }
        return miss(table, read, key);
    }

    @Override
    public <P extends @Nullable Object, T extends @Nullable Object> T readAll(BatchRead<P, T> read) throws Throwable {
        TableRead<T> whole = read.whole();
        BypassReason reason = obstacle(whole);
        if (reason != null) {
            return bypass(whole, reason);
        }
        // Before anything is looked at: what is cached and what is loaded then have a time in common.
        long moment = this.loads.moment();
        CachedTable table = this.tables.of(whole.table());
        List<@Nullable P> cached = new ArrayList<>();
        List<Integer> missing = new ArrayList<>();
        for (TableRead<P> part : read.parts()) {
            P answer = fresh(table, part);
            if (answer == null) {
                missing.add(cached.size());
            }
            cached.add(answer);
        }
        if (missing.size() == cached.size()) {
            return miss(table, whole, whole.key());
        }
        if (missing.isEmpty()) {
            served(table, whole, whole.key(), Freshness.FRESH);
            return read.join(cached, null);
        }
        TableRead<T> rest = read.rest(missing);
        T loaded = miss(table, rest, rest.key());
        boolean ofOneState = this.lastReads.outcome() == ReadOutcome.MISS
                && this.validity.isUnchanged(whole, whole.key(), moment);
        return ofOneState ? read.join(cached, loaded) : miss(table, whole, whole.key());
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

    /** Returns why nothing cached may be looked at, or null. */
    private @Nullable BypassReason obstacle(TableRead<?> read) {
        BypassReason reason = this.context.bypass();
        return reason == null && this.tables.isImpeded() ? this.tables.impediment(read) : reason;
    }

    private <P extends @Nullable Object> @Nullable P fresh(CachedTable table, TableRead<P> part) {
        CachedRows cached = table.get(part.key());
        if (cached == null || judge(table, part, part.key(), cached) != Freshness.FRESH) {
            return null;
        }
        try {
            P answer = part.toAnswer(cached.rows());
            return !part.isAbsent(answer) || table.limits().keepAbsence(ageMicros(cached)) ? answer : null;
        }
        catch (Throwable ex) {
            table.statistics().faults().met(Kind.COPY, ex);
            return null;
        }
    }

    private Freshness judge(CachedTable table, TableRead<?> read, KeyPath key, CachedRows cached) {
        if (cached.epoch() != this.validity.epoch()) {
            return judgeRestored(table, read, key, cached);
        }
        if (!this.validity.isUnchanged(table, read, key, cached.moment())) {
            return Freshness.VOID;
        }
        AgeLimits limits = table.limits();
        return limits.hasTimeToLive() ? limits.judge(ageMicros(cached), read.loadsOnAnyThread()) : Freshness.FRESH;
    }

    // If it depends on more than where it is kept, that may have been written when nobody knew of these rows any more.
    private Freshness judgeRestored(CachedTable table, TableRead<?> read, KeyPath key, CachedRows cached) {
        boolean stale = table.limits().allowStale(ageMicros(cached)) && read.loadsOnAnyThread()
                && this.validity.dependsOnItsKeyOnly(read, key) && this.validity.isUnchanged(read, key, 0);
        return stale ? Freshness.STALE : Freshness.VOID;
    }

    private void served(CachedTable table, TableRead<?> read, KeyPath key, Freshness freshness) {
        if (freshness == Freshness.FRESH) {
            table.statistics().hits.increment();
            this.lastReads.record(ReadOutcome.HIT);
        }
        else {
            table.statistics().stale.increment();
            this.refreshes.begin(table, key, () -> this.loads.refresh(table, read, key));
            this.lastReads.record(ReadOutcome.STALE);
        }
    }

    private <T extends @Nullable Object> T miss(CachedTable table, TableRead<T> read, KeyPath key) throws Throwable {
        if (this.validity.isMarked(read, key)) {
            return bypass(read, BypassReason.WRITE_IN_PROGRESS);
        }
        // So that each of them is known to the change sources before anything is kept that depends on it.
        read.dependencies().forEach(this.tables::above);
        try {
            return this.loads.load(table, read, key);
        }
        finally {
            if (this.lastReads.outcome() == ReadOutcome.MISS) {
                table.statistics().misses.increment();
            }
        }
    }

    private long ageMicros(CachedRows cached) {
        return this.clock.micros() - cached.fetchedAtMicros();
    }

}
