package io.tidemark.actuate.autoconfigure;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.projection.Projections;
import io.tidemark.projection.autoconfigure.FlightApplications.Application;
import io.tidemark.projection.autoconfigure.FlightApplications.Departure;
import io.tidemark.projection.autoconfigure.JournalledApplications;
import io.tidemark.projection.autoconfigure.ListEventSource;
import io.tidemark.projection.autoconfigure.ProjectionAutoConfiguration;
import io.tidemark.projection.cache.JournalledProjectionCache;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@org.junit.jupiter.api.Tag("P12")
class ProjectionMetersTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(TidemarkAutoConfiguration.class, ProjectionAutoConfiguration.class,
                ProjectionMetricsAutoConfiguration.class, ProjectionObservationAutoConfiguration.class))
        .withUserConfiguration(Application.class);

    private final ApplicationContextRunner metered = this.runner
        .withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class, ObservationAutoConfiguration.class,
                CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class));

    @Test
    void cacheMetersHaveTheTagsOfSpringBoot() {
        this.metered.run((context) -> {
            read(context);
            MeterRegistry meters = context.getBean(MeterRegistry.class);

            for (String name : new String[] { "cache.size", "cache.puts", "cache.evictions" }) {
                assertThat(meters.get(name).meter().getId().getTags()).as(name)
                    .containsExactlyInAnyOrder(Tag.of("cache", "airport-traffic"), Tag.of("name", "airport-traffic"),
                            Tag.of("cache.manager", "tidemark"));
            }
            assertThat(meters.get("cache.gets").tag("result", "hit").meter().getId().getTags())
                .containsExactlyInAnyOrder(Tag.of("cache", "airport-traffic"), Tag.of("name", "airport-traffic"),
                        Tag.of("cache.manager", "tidemark"), Tag.of("result", "hit"));
            assertThat(meters.get("cache.gets").tag("result", "hit").functionCounter().count()).isEqualTo(1);
            assertThat(meters.get("cache.gets").tag("result", "miss").functionCounter().count()).isEqualTo(2);
            assertThat(meters.get("cache.puts").functionCounter().count()).isEqualTo(2);
            assertThat(meters.get("cache.size").gauge().value()).isEqualTo(1);
        });
    }

    @Test
    void projectionMetersTellWhatReadsDid() {
        this.metered.run((context) -> {
            read(context);

            assertThat(count(context, "tidemark.projection.loads", "kind", "replay")).isEqualTo(1);
            assertThat(count(context, "tidemark.projection.loads", "kind", "incremental")).isEqualTo(1);
            assertThat(count(context, "tidemark.projection.events", "projection", "airport-traffic")).isEqualTo(3);
            assertThat(count(context, "tidemark.projection.bypasses", "reason", "transaction")).isZero();
            assertThat(count(context, "tidemark.projection.faults", "kind", "get")).isZero();
            assertThat(context.getBean(MeterRegistry.class)
                .get("tidemark.projection.load.time")
                .functionTimer()
                .count()).isEqualTo(2);
            assertThat(context.getBean(MeterRegistry.class)
                .get("tidemark.projection.cache.entries")
                .tag("backend", "caffeine")
                .gauge()
                .value()).isEqualTo(1);
        });
    }

    @Test
    void journalMetersTellWhatWasWritten(@TempDir Path directory) {
        ApplicationContextRunner journalled = JournalledApplications.journalled(this.metered, directory);
        journalled.run((context) -> {
            read(context);
            context.getBean(JournalledProjectionCache.class).snapshot();

            assertThat(count(context, "tidemark.journal.appends", "journal", "projection")).isGreaterThanOrEqualTo(2);
            assertThat(count(context, "tidemark.journal.appended", "journal", "projection")).isPositive();
            assertThat(count(context, "tidemark.journal.forces", "journal", "projection")).isPositive();
            assertThat(count(context, "tidemark.journal.snapshots", "result", "taken")).isEqualTo(1);
            assertThat(count(context, "tidemark.journal.snapshots", "result", "failed")).isZero();
            assertThat(count(context, "tidemark.journal.queue.full", "journal", "projection")).isZero();
            assertThat(context.getBean(MeterRegistry.class)
                .get("tidemark.journal.queue.wait")
                .functionTimer()
                .totalTime(TimeUnit.NANOSECONDS)).isZero();
            assertThat(gauge(context, "tidemark.journal.force.age")).isBetween(0.0, 60.0);
            assertThat(gauge(context, "tidemark.journal.log.size")).isPositive();
            assertThat(gauge(context, "tidemark.journal.snapshot.size")).isPositive();
            assertThat(gauge(context, "tidemark.journal.recovered")).isZero();
        });
        journalled.run((context) -> {
            context.getBean(JournalledProjectionCache.class).sync();

            assertThat(count(context, "tidemark.journal.snapshots", "result", "taken")).isZero();
            assertThat(gauge(context, "tidemark.journal.recovered")).isPositive();
            assertThat(gauge(context, "tidemark.journal.recovery.size")).isPositive();
            assertThat(context.getBean(MeterRegistry.class)
                .get("tidemark.journal.recovery")
                .tag("journal", "projection")
                .timer()
                .count()).isEqualTo(1);
            for (String meter : new String[] { "unforced", "queue.size", "torn", "damaged", "discarded", "quarantined",
                    "refusing" }) {
                assertThat(gauge(context, "tidemark.journal." + meter)).as(meter).isZero();
            }
        });
    }

    @Test
    @org.junit.jupiter.api.Tag("P5")
    void damageOfJournalIsMeter(@TempDir Path directory) throws Exception {
        ApplicationContextRunner journalled = JournalledApplications.journalled(this.metered, directory);
        JournalledApplications.damage(journalled, directory);

        journalled.run((context) -> {
            assertThat(gauge(context, "tidemark.journal.damaged")).isEqualTo(1);
            assertThat(gauge(context, "tidemark.journal.quarantined")).isEqualTo(1);
        });
    }

    @Test
    void metersOfClosedJournalAreNotNumbers(@TempDir Path directory) {
        JournalledApplications.journalled(this.metered, directory).run((context) -> {
            context.getBean(JournalledProjectionCache.class).close();

            assertThat(gauge(context, "tidemark.journal.log.size")).isNaN();
        });
    }

    @Test
    void cacheWithoutJournalHasNoMetersOfIt() {
        this.metered.run((context) -> assertThat(context.getBean(MeterRegistry.class).getMeters())
            .extracting((meter) -> meter.getId().getName())
            .noneMatch((name) -> name.startsWith("tidemark.journal")));
    }

    @Test
    void metersOutliveGarbageCollection() {
        this.metered.run((context) -> {
            read(context);
            System.gc();

            assertThat(context.getBean(MeterRegistry.class)
                .get("cache.gets")
                .tag("result", "miss")
                .functionCounter()
                .count()).isEqualTo(2);
        });
    }

    @Test
    void noMeterHasKeysOfUsersInItsTags() {
        this.metered.run((context) -> {
            read(context);

            assertThat(context.getBean(MeterRegistry.class).getMeters()).extracting(Meter::getId)
                .filteredOn((id) -> id.getName().startsWith("tidemark") || id.getName().startsWith("cache"))
                .isNotEmpty()
                .allSatisfy((id) -> assertThat(id.getTags()).extracting(Tag::getValue).doesNotContain("DFW"));
        });
    }

    @Test
    void loadsAreObservedAndHitsAreNot() {
        this.metered.run((context) -> {
            read(context);

            assertThat(context.getBean(MeterRegistry.class)
                .get("tidemark.projection.load")
                .tag("projection", "airport-traffic")
                .timer()
                .count()).isEqualTo(2);
        });
    }

    @Test
    @org.junit.jupiter.api.Tag("P10")
    void micrometerMayBeAbsent() {
        this.runner.withClassLoader(new FilteredClassLoader("io.micrometer")).run((context) -> {
            assertThat(context).hasNotFailed();
            read(context);
            assertThat(context).doesNotHaveBean("tidemarkProjectionMeters");
        });
    }

    @SuppressWarnings("unchecked")
    private static void read(ApplicationContext context) {
        Projections projections = context.getBean(Projections.class);
        projections.reader("airport-traffic").get("DFW");
        projections.reader("airport-traffic").get("DFW");
        context.getBean(ListEventSource.class).append("DFW", new Departure(1));
        projections.reader("airport-traffic").get("DFW");
    }

    private static double count(ApplicationContext context, String name, String tag, String value) {
        return context.getBean(MeterRegistry.class).get(name).tag(tag, value).functionCounter().count();
    }

    private static double gauge(ApplicationContext context, String name) {
        return context.getBean(MeterRegistry.class).get(name).tag("journal", "projection").gauge().value();
    }

}
