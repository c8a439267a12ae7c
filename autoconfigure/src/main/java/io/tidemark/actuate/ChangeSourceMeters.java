package io.tidemark.actuate;

import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tidemark.livetable.ChangeSource;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.change.ChangeSourceStatistics;
import io.tidemark.livetable.change.PostgresChangeSource;

/** The meters of one change source: whether it is connected, and of PostgreSQL what it heard and how late. */
final class ChangeSourceMeters implements MeterBinder {

    private static final String PREFIX = "tidemark.livetable.source.";

    private final ChangeSource source;

    private final LiveTables tables;

    ChangeSourceMeters(ChangeSource source, LiveTables tables) {
        this.source = source;
        this.tables = tables;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        ChangeSource watched = this.source;
        Gauge.builder(PREFIX + "connected", this.tables, (all) -> all.isConnected(watched) ? 1 : 0)
            .tag("source", watched.name())
            .description("Whether every change elsewhere is heard of now")
            .register(registry);
        if (watched instanceof PostgresChangeSource postgres) {
            count(registry, postgres, "changes", ChangeSourceStatistics::changes);
            count(registry, postgres, "malformed", ChangeSourceStatistics::malformed);
            count(registry, postgres, "gaps", ChangeSourceStatistics::gaps);
            TimeGauge.builder(PREFIX + "lag", postgres, TimeUnit.NANOSECONDS, ChangeSourceMeters::lag)
                .tag("source", postgres.name())
                .description("How long the last heartbeat took from the database and back")
                .register(registry);
        }
    }

    private static void count(MeterRegistry registry, PostgresChangeSource source, String meter,
            ToLongFunction<ChangeSourceStatistics> figure) {
        FunctionCounter.builder(PREFIX + meter, source, (each) -> figure.applyAsLong(each.statistics()))
            .tag("source", source.name())
            .register(registry);
    }

    private static double lag(PostgresChangeSource source) {
        long nanos = source.statistics().roundTripNanos();
        return nanos >= 0 ? nanos : Double.NaN;
    }

}
