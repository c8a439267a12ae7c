package io.tidemark.actuate.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.fold.FoldSourceFactory;
import io.tidemark.fold.Folds;
import io.tidemark.fold.FollowedFold;
import io.tidemark.fold.autoconfigure.FoldApplications;
import io.tidemark.fold.autoconfigure.FoldAutoConfiguration;
import io.tidemark.fold.autoconfigure.MemoryBucket;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P12")
class FoldMetersTests {

    private final MemoryBucket bucket = new MemoryBucket("notes");

    private final BlockingQueue<Observation.Context> observed = new LinkedBlockingQueue<>();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(TidemarkAutoConfiguration.class, FoldAutoConfiguration.class,
                FoldMetricsAutoConfiguration.class, FoldObservationAutoConfiguration.class,
                MetricsAutoConfiguration.class))
        .withBean(SimpleMeterRegistry.class)
        .withBean(ObservationRegistry.class, this::observations)
        .withBean(FoldSourceFactory.class, () -> (name, prefixes) -> this.bucket)
        .withPropertyValues(FoldApplications.NOTES + "type=java.lang.String", FoldApplications.NOTES + "store=memory",
                FoldApplications.NOTES + "initial-backoff=1ms", FoldApplications.NOTES + "maximum-backoff=1ms");

    @Test
    void metersTellWhatTheFoldDid() {
        this.bucket.put("ORD", "closed");
        this.bucket.put("DFW", "open");

        this.runner.run((context) -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            caughtUp(context.getBean(Folds.class));

            assertThat(gauge(registry, "lag")).isZero();
            assertThat(gauge(registry, "cursor")).isEqualTo(2);
            assertThat(gauge(registry, "caught.up")).isEqualTo(1);
            assertThat(gauge(registry, "entries")).isEqualTo(2);
            assertThat(gauge(registry, "size")).isEqualTo(16);
            assertThat(gauge(registry, "disk")).isZero();
            assertThat(count(registry, "updates")).isEqualTo(2);
            assertThat(count(registry, "batches")).isPositive();
            assertThat(count(registry, "subscriptions")).isEqualTo(1);
            assertThat(count(registry, "reconnects")).isZero();
            assertThat(registry.get("tidemark.fold.flush.time").tag("fold", "notes").functionTimer().count()).isPositive();
        });
    }

    @Test
    void metersAreThereBeforeTheFirstUpdate() {
        this.bucket.setUnreachable(true);

        this.runner.run((context) -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);

            assertThat(gauge(registry, "caught.up")).isZero();
            assertThat(gauge(registry, "not.live")).isNotNegative();
            assertThat(List.of("recreated", "compacted", "scope-changed", "requested"))
                .allSatisfy((reason) -> assertThat(registry.get("tidemark.fold.resyncs")
                    .tags("fold", "notes", "reason", reason)
                    .functionCounter()
                    .count()).isZero());
        });
    }

    @Test
    void reconnectsAndFaultsAreCounted() {
        this.runner.run((context) -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            FollowedFold<?> fold = caughtUp(context.getBean(Folds.class));

            this.bucket.setUnreachable(true);
            FoldApplications.await(fold, (each) -> each.status().follower().sourceFaults() > 1);
            this.bucket.setUnreachable(false);
            FoldApplications.await(fold, (each) -> each.status().notLiveSince() == null);

            assertThat(count(registry, "reconnects")).isEqualTo(1);
            assertThat(registry.get("tidemark.fold.faults").tags("fold", "notes", "kind", "source")
                .functionCounter()
                .count()).isGreaterThan(1);
        });
    }

    @Test
    void resyncIsObservedWithItsReason() {
        this.bucket.put("ORD", "closed");

        this.runner.run((context) -> {
            caughtUp(context.getBean(Folds.class)).resync();

            Observation.Context resync = this.observed.poll(20, TimeUnit.SECONDS);
            assertThat(resync).isNotNull();
            assertThat(resync.getName()).isEqualTo("tidemark.fold.resync");
            assertThat(resync.getLowCardinalityKeyValues()).containsExactlyInAnyOrder(KeyValue.of("fold", "notes"),
                    KeyValue.of("reason", "requested"));
            assertThat(resync.getError()).isNull();
        });
    }

    @Test
    void undecodableValuesAreCounted() {
        this.runner.withPropertyValues(FoldApplications.NOTES + "type=" + FoldApplications.Note.class.getName())
            .run((context) -> {
                MeterRegistry registry = context.getBean(MeterRegistry.class);
                FollowedFold<?> fold = caughtUp(context.getBean(Folds.class));

                this.bucket.put("ORD", "no JSON");
                FoldApplications.await(fold, (each) -> each.status().follower().updates() == 1);

                assertThat(fold.get("ORD")).isNull();
                assertThat(count(registry, "undecodable")).isPositive();
            });
    }

    private static FollowedFold<?> caughtUp(Folds folds) throws InterruptedException {
        FollowedFold<?> fold = folds.get("notes");
        assertThat(fold.awaitCaughtUp(Duration.ofSeconds(20))).isTrue();
        return fold;
    }

    private static double gauge(MeterRegistry registry, String name) {
        return registry.get("tidemark.fold." + name).tag("fold", "notes").gauge().value();
    }

    private static double count(MeterRegistry registry, String name) {
        return registry.get("tidemark.fold." + name).tag("fold", "notes").functionCounter().count();
    }

    private ObservationRegistry observations() {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new ObservationHandler<>() {

            @Override
            public void onStop(Observation.Context context) {
                FoldMetersTests.this.observed.add(context);
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }

        });
        return registry;
    }

}
