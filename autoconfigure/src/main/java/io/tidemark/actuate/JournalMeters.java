package io.tidemark.actuate;

import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tidemark.journal.JournalStatistics;
import io.tidemark.journal.RecoveryReport;
import io.tidemark.projection.CacheFailedException;
import io.tidemark.projection.cache.JournalledProjectionCache;

import org.jspecify.annotations.Nullable;

/** The meters of the journal of a cache: how it is, and what was found when it was opened. */
final class JournalMeters implements MeterBinder {

    private static final String PREFIX = "tidemark.journal.";

    private static final Tags TAGS = Tags.of("journal", "projection");

    private final JournalledProjectionCache cache;

    // Records are counted over all restarts, a meter counts those of this process.
    private final long recordsBefore;

    JournalMeters(JournalledProjectionCache cache) {
        this.cache = cache;
        this.recordsBefore = cache.statistics().lastLsn();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bindLog(registry);
        bindSnapshots(registry);
        bindRecovery(registry);
    }

    private void bindLog(MeterRegistry registry) {
        long before = this.recordsBefore;
        count(registry, "appends", null, (statistics) -> statistics.lastLsn() - before);
        count(registry, "appended", BaseUnits.BYTES, JournalStatistics::appendedBytes);
        count(registry, "forces", null, JournalStatistics::forces);
        count(registry, "faults", null, JournalStatistics::faults);
        count(registry, "queue.full", null, JournalStatistics::queueFull);
        FunctionTimer
            .builder(PREFIX + "queue.wait", this.cache, (each) -> (long) statistic(each, JournalStatistics::queueFull),
                    (each) -> statistic(each, (statistics) -> statistics.queueWait().toNanos()), TimeUnit.NANOSECONDS)
            .tags(TAGS)
            .description("Time that changes waited for room in the queue")
            .register(registry);
        age(registry, "force.age", "Time since the log was forced or, before the first force, since the start",
                JournalFigures::forceAgeMillis);
        gauge(registry, "queue.size", BaseUnits.BYTES, JournalStatistics::queuedBytes);
        gauge(registry, "unforced", "records", (statistics) -> statistics.lastLsn() - statistics.forcedLsn());
        gauge(registry, "segments", null, JournalStatistics::segments);
        gauge(registry, "log.size", BaseUnits.BYTES, JournalStatistics::logBytes);
        gauge(registry, "refusing", null, (statistics) -> statistics.refusing() ? 1 : 0);
    }

    private void bindSnapshots(MeterRegistry registry) {
        countSnapshots(registry, "taken", JournalStatistics::snapshotsTaken);
        countSnapshots(registry, "failed", JournalStatistics::snapshotsFailed);
        gauge(registry, "snapshot.size", BaseUnits.BYTES, JournalStatistics::snapshotBytes);
        age(registry, "snapshot.age", "Time since the newest snapshot or, before the first, since the start",
                JournalFigures::snapshotAgeMillis);
    }

    private void bindRecovery(MeterRegistry registry) {
        found(registry, "recovered", "records", (report) -> report.snapshotEntries() + report.records());
        found(registry, "recovery.size", BaseUnits.BYTES, RecoveryReport::bytes);
        found(registry, "torn", BaseUnits.BYTES, RecoveryReport::tornBytes);
        found(registry, "damaged", null, RecoveryReport::damages);
        found(registry, "discarded", "records", RecoveryReport::discardedRecords);
        found(registry, "quarantined", BaseUnits.FILES, (report) -> report.damagedFiles().size());
        TimeGauge
            .builder(PREFIX + "recovery.time", this.cache, TimeUnit.MILLISECONDS,
                    (each) -> value(each, (cache) -> cache.recovery().duration().toMillis()))
            .tags(TAGS)
            .description("Time that the recovery at the start took")
            .register(registry);
    }

    private void count(MeterRegistry registry, String meter, @Nullable String unit,
            ToLongFunction<JournalStatistics> value) {
        FunctionCounter.builder(PREFIX + meter, this.cache, (each) -> statistic(each, value))
            .tags(TAGS)
            .baseUnit(unit)
            .register(registry);
    }

    private void countSnapshots(MeterRegistry registry, String result, ToLongFunction<JournalStatistics> value) {
        FunctionCounter.builder(PREFIX + "snapshots", this.cache, (each) -> statistic(each, value))
            .tags(TAGS.and("result", result))
            .register(registry);
    }

    private void gauge(MeterRegistry registry, String meter, @Nullable String unit,
            ToLongFunction<JournalStatistics> value) {
        Gauge.builder(PREFIX + meter, this.cache, (each) -> statistic(each, value))
            .tags(TAGS)
            .baseUnit(unit)
            .register(registry);
    }

    private void age(MeterRegistry registry, String meter, String description,
            ToLongFunction<JournalStatistics> millis) {
        TimeGauge
            .builder(PREFIX + meter, this.cache, TimeUnit.MILLISECONDS, (each) -> statistic(each, millis))
            .tags(TAGS)
            .description(description)
            .register(registry);
    }

    private void found(MeterRegistry registry, String meter, @Nullable String unit,
            ToLongFunction<RecoveryReport> value) {
        Gauge.builder(PREFIX + meter, this.cache, (each) -> value(each, (cache) -> value.applyAsLong(cache.recovery())))
            .tags(TAGS)
            .baseUnit(unit)
            .register(registry);
    }

    private static double statistic(JournalledProjectionCache cache, ToLongFunction<JournalStatistics> value) {
        return value(cache, (each) -> value.applyAsLong(each.statistics()));
    }

    private static double value(JournalledProjectionCache cache, ToDoubleFunction<JournalledProjectionCache> value) {
        try {
            return value.applyAsDouble(cache);
        }
        catch (CacheFailedException ex) {
            // Not a number is how a meter says that it doesn't know; health says why.
            return Double.NaN;
        }
    }

}
