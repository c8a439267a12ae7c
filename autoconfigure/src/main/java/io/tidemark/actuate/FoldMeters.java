package io.tidemark.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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
import io.tidemark.fold.FoldStatus;
import io.tidemark.fold.FoldStoreException;
import io.tidemark.fold.FoldUsage;
import io.tidemark.fold.Folds;
import io.tidemark.fold.FollowedFold;
import io.tidemark.fold.FollowerStatus;
import io.tidemark.fold.ResyncReason;

import org.jspecify.annotations.Nullable;

/** The meters of folds: {@code tidemark.fold.*}, with the name of the fold. */
public final class FoldMeters implements MeterBinder {

    private static final String PREFIX = "tidemark.fold.";

    private final Folds folds;

    /** Creates the meters of {@code folds}, each of which the meters refer to only weakly. */
    public FoldMeters(Folds folds) {
        this.folds = folds;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (FollowedFold<?> fold : this.folds.all()) {
            bindProgress(registry, fold);
            bindUpdates(registry, fold);
            bindFaults(registry, fold);
            bindStore(registry, fold);
        }
    }

    private static void bindProgress(MeterRegistry registry, FollowedFold<?> fold) {
        gauge(registry, fold, "lag", "revisions", (each) -> each.status().follower().lag());
        gauge(registry, fold, "cursor", "revisions", FoldMeters::revision);
        gauge(registry, fold, "caught.up", null, (each) -> each.status().follower().caughtUp() ? 1 : 0);
        age(registry, fold, "not.moving", "Time without progress although the fold is behind its bucket",
                (status) -> status.follower().notMovingSince());
        age(registry, fold, "not.live", "Time without the bucket", FoldStatus::notLiveSince);
    }

    private static void bindUpdates(MeterRegistry registry, FollowedFold<?> fold) {
        count(registry, fold, "batches", Tags.empty(), FollowerStatus::batches);
        count(registry, fold, "updates", Tags.empty(), FollowerStatus::updates);
        count(registry, fold, "skipped", Tags.empty(), FollowerStatus::skipped);
        count(registry, fold, "subscriptions", Tags.empty(), FollowerStatus::subscriptions);
        count(registry, fold, "reconnects", Tags.empty(), FollowerStatus::reconnects);
        count(registry, fold, "reconciliations", Tags.empty(), FollowerStatus::reconciliations);
        count(registry, fold, "stale.keys", Tags.empty(), FollowerStatus::staleKeys);
        for (ResyncReason reason : ResyncReason.values()) {
            count(registry, fold, "resyncs", Tags.of("reason", reason.name().toLowerCase(Locale.ROOT).replace('_', '-')),
                    (status) -> status.resyncs().getOrDefault(reason, 0L));
        }
        gauge(registry, fold, "batch.size", "updates", (each) -> each.status().batchSize());
        FunctionTimer
            .builder(PREFIX + "flush.time", fold, (each) -> each.status().flushes(),
                    (each) -> each.status().flushNanos(), TimeUnit.NANOSECONDS)
            .tags(tags(fold))
            .description("Time that commits of batches took")
            .register(registry);
    }

    private static void bindFaults(MeterRegistry registry, FollowedFold<?> fold) {
        count(registry, fold, "damages", Tags.empty(), FollowerStatus::damages);
        count(registry, fold, "guard.trips", Tags.empty(), FollowerStatus::guardTrips);
        count(registry, fold, "faults", Tags.of("kind", "source"), FollowerStatus::sourceFaults);
        count(registry, fold, "faults", Tags.of("kind", "store"), FollowerStatus::storeFaults);
        count(registry, fold, "faults", Tags.of("kind", "listener"), FollowerStatus::listenerFaults);
        count(registry, fold, "faults", Tags.of("kind", "observer"), FollowerStatus::observerFaults);
        FunctionCounter.builder(PREFIX + "undecodable", fold, (each) -> each.status().undecodable())
            .tags(tags(fold))
            .register(registry);
    }

    private static void bindStore(MeterRegistry registry, FollowedFold<?> fold) {
        gauge(registry, fold, "entries", null, (each) -> usage(each, FoldUsage::entries));
        gauge(registry, fold, "size", BaseUnits.BYTES, (each) -> usage(each, FoldUsage::bytes));
        gauge(registry, fold, "disk", BaseUnits.BYTES, (each) -> usage(each, FoldUsage::diskBytes));
        FunctionCounter.builder(PREFIX + "damaged", fold, (each) -> usage(each, FoldUsage::damaged))
            .tags(tags(fold))
            .register(registry);
    }

    private static void count(MeterRegistry registry, FollowedFold<?> fold, String meter, Tags tags,
            ToLongFunction<FollowerStatus> value) {
        FunctionCounter.builder(PREFIX + meter, fold, (each) -> value.applyAsLong(each.status().follower()))
            .tags(tags.and(tags(fold)))
            .register(registry);
    }

    private static void gauge(MeterRegistry registry, FollowedFold<?> fold, String meter, @Nullable String unit,
            ToDoubleFunction<FollowedFold<?>> value) {
        Gauge.builder(PREFIX + meter, fold, value::applyAsDouble).tags(tags(fold)).baseUnit(unit).register(registry);
    }

    private static void age(MeterRegistry registry, FollowedFold<?> fold, String meter, String description,
            Function<FoldStatus, @Nullable Instant> since) {
        TimeGauge
            .builder(PREFIX + meter, fold, TimeUnit.MILLISECONDS, (each) -> millisSince(since.apply(each.status())))
            .tags(tags(fold))
            .description(description)
            .register(registry);
    }

    private static Tags tags(FollowedFold<?> fold) {
        return Tags.of("fold", fold.name());
    }

    private static double millisSince(@Nullable Instant since) {
        return since == null ? 0 : Math.max(0, Duration.between(since, Instant.now()).toMillis());
    }

    private static double revision(FollowedFold<?> fold) {
        Long revision = FoldFigures.revision(fold.status().follower().durable());
        return revision == null ? Double.NaN : revision;
    }

    private static double usage(FollowedFold<?> fold, ToLongFunction<FoldUsage> value) {
        try {
            return value.applyAsLong(fold.usage());
        }
        catch (FoldStoreException ex) {
            // Not a number is how a meter says that it doesn't know; health says why.
            return Double.NaN;
        }
    }

}
