package io.tidemark.actuate.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.actuate.LiveTableMeters;
import io.tidemark.actuate.autoconfigure.LiveTableApplications.AirportRepository;
import io.tidemark.actuate.autoconfigure.LiveTableApplications.Application;
import io.tidemark.actuate.autoconfigure.LiveTableApplications.CarrierRepository;
import io.tidemark.livetable.BypassReason;
import io.tidemark.livetable.ChangeSource;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.TableWrites.TableWrite;
import io.tidemark.livetable.change.ApplicationEventChangeSource;
import io.tidemark.livetable.change.ListenerConnections;
import io.tidemark.livetable.change.PostgresChangeSettings;
import io.tidemark.livetable.change.PostgresChangeSource;
import io.tidemark.livetable.repository.CountedConnections;
import io.tidemark.livetable.repository.LiveTableTestConfiguration;

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
import org.springframework.data.domain.PageRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@org.junit.jupiter.api.Tag("P12")
class LiveTableMetersTests {

    private static final TableId AIRPORT = new TableId("flights", "airport");

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(LiveTableMetricsAutoConfiguration.class,
                LiveTableObservationAutoConfiguration.class))
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
                assertThat(meters.get(name).tag("cache", "airport").meter().getId().getTags()).as(name)
                    .containsExactlyInAnyOrder(Tag.of("cache", "airport"), Tag.of("name", "flights/airport"),
                            Tag.of("cache.manager", "tidemark"));
            }
            assertThat(meters.get("cache.gets").tags("cache", "airport", "result", "hit").meter().getId().getTags())
                .containsExactlyInAnyOrder(Tag.of("cache", "airport"), Tag.of("name", "flights/airport"),
                        Tag.of("cache.manager", "tidemark"), Tag.of("result", "hit"));
            assertThat(meters.get("cache.gets").tags("cache", "airport", "result", "hit").functionCounter().count())
                .isEqualTo(2);
            assertThat(meters.get("cache.gets").tags("cache", "airport", "result", "miss").functionCounter().count())
                .isEqualTo(1);
            assertThat(meters.get("cache.puts").tag("cache", "airport").functionCounter().count()).isEqualTo(1);
            assertThat(meters.get("cache.size").tag("cache", "airport").gauge().value()).isEqualTo(1);
        });
    }

    @Test
    void metersOfATableAppearWithIt() {
        this.metered.run((context) -> {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            assertThat(meters.find("tidemark.livetable.loads").functionCounters()).isEmpty();

            read(context);

            assertThat(meters.find("tidemark.livetable.loads").tag("table", "airport").functionCounters()).hasSize(2);
            assertThat(meters.find("tidemark.livetable.loads").tag("table", "carrier").functionCounters()).isEmpty();
            context.getBean(CarrierRepository.class).findByName("Delta");
            assertThat(count(context, "carrier", "loads", "result", "success")).isEqualTo(1);
        });
    }

    @Test
    void tablesThatWereThereBeforeTheRegistryAreBoundToo() {
        this.runner.run((context) -> {
            read(context);
            SimpleMeterRegistry meters = new SimpleMeterRegistry();

            new LiveTableMeters(context.getBean(LiveTables.class), List.of()).bindTo(meters);

            assertThat(meters.get("tidemark.livetable.loads")
                .tags("table", "airport", "data.source", "flights", "result", "success")
                .functionCounter()
                .count()).isEqualTo(1);
        });
    }

    @Test
    void metersTellWhatReadsDid() {
        this.metered.run((context) -> {
            read(context);
            AirportRepository airports = context.getBean(AirportRepository.class);
            airports.findByCity("Austin");
            context.getBean(CountedConnections.class).setDown(true);
            assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> airports.countByState("TX"));

            assertThat(count(context, "airport", "loads", "result", "success")).isEqualTo(1);
            assertThat(count(context, "airport", "loads", "result", "failure")).isEqualTo(1);
            for (BypassReason reason : BypassReason.values()) {
                assertThat(count(context, "airport", "bypasses", "reason", reason.tag())).as(reason.tag())
                    .isEqualTo(reason == BypassReason.METHOD ? 1 : 0);
            }
            for (String none : new String[] { "stale", "coalesced", "discarded", "absent", "swept", "source.losses" }) {
                assertThat(count(context, "airport", none, "data.source", "flights")).as(none).isZero();
            }
            assertThat(count(context, "airport", "refreshes", "result", "failed")).isZero();
            assertThat(count(context, "airport", "faults", "kind", "copy")).isZero();
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            assertThat(meters.get("tidemark.livetable.load.time").tag("table", "airport").functionTimer().count())
                .isEqualTo(2);
            assertThat(meters.get("tidemark.livetable.loads.active").gauge().value()).isZero();
        });
    }

    @Test
    void metersTellWhatWritesDo() {
        this.metered.run((context) -> {
            LiveTables tables = context.getBean(LiveTables.class);
            TableWrite write = tables.begin(AIRPORT, AIRPORT.path());

            assertThat(gauge(context, "marks.held")).isEqualTo(1);
            assertThat(gauge(context, "impeded")).isEqualTo(1);
            write.complete(true);

            assertThat(gauge(context, "marks.held")).isZero();
            assertThat(gauge(context, "impeded")).isZero();
            assertThat(count(context, "airport", "marks.lifted", "data.source", "flights")).isZero();
            double before = count(context, "airport", "invalidations", "data.source", "flights");
            assertThat(before).isPositive();
            tables.invalidate(AIRPORT);
            assertThat(count(context, "airport", "invalidations", "data.source", "flights")).isEqualTo(before + 1);
        });
    }

    @Test
    void metersTellOfChangeSources() {
        PostgresChangeSource postgres = new PostgresChangeSource("postgres", PostgresChangeSettings.of("flights"),
                ListenerConnections.of("jdbc:postgresql://127.0.0.1:1/none", null, null, Duration.ofSeconds(1)));
        ApplicationEventChangeSource events = new ApplicationEventChangeSource();
        this.metered.withBean("postgres", ChangeSource.class, () -> postgres)
            .withBean("events", ChangeSource.class, () -> events)
            .run((context) -> {
                MeterRegistry meters = context.getBean(MeterRegistry.class);
                assertThat(connected(meters, "application-events")).isZero();
                context.getBean(LiveTables.class).attach(events);

                assertThat(connected(meters, "application-events")).isEqualTo(1);
                assertThat(connected(meters, "postgres")).isZero();
                for (String name : new String[] { "changes", "malformed", "gaps" }) {
                    assertThat(meters.get("tidemark.livetable.source." + name)
                        .tag("source", "postgres")
                        .functionCounter()
                        .count()).as(name).isZero();
                }
                assertThat(meters.get("tidemark.livetable.source.lag").timeGauge().value()).isNaN();
            });
    }

    @Test
    void cacheOnDiskIsMeteredOnceAndNoTableHasItsSize(@TempDir Path directory) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (KeptTexts texts = KeptTexts.onDisk(directory)) {
            new LiveTableMeters(texts.tables, List.of()).bindTo(meters);
            texts.read("one", "a");
            texts.read("two", "b");

            assertThat(meters.get("tidemark.livetable.cache.entries").tag("backend", "mvstore").gauges()).hasSize(1);
            assertThat(meters.get("tidemark.livetable.cache.entries").gauge().value()).isEqualTo(2);
            assertThat(meters.get("tidemark.livetable.cache.size").gauge().value()).isPositive();
            assertThat(meters.get("tidemark.livetable.cache.disk").gauge().value()).isPositive();
            assertThat(meters.get("tidemark.livetable.cache.damaged").functionCounter().count()).isZero();
            assertThat(meters.get("tidemark.livetable.cache.evictions").functionCounter().count()).isZero();
            assertThat(meters.find("cache.size").gauges()).isEmpty();
            assertThat(meters.get("cache.puts").functionCounters()).hasSize(2);
            texts.cache.close();
            assertThat(meters.get("tidemark.livetable.cache.entries").gauge().value()).isNaN();
        }
    }

    @Test
    void metersOutliveGarbageCollection() {
        this.metered.run((context) -> {
            read(context);
            System.gc();

            assertThat(count(context, "airport", "loads", "result", "success")).isEqualTo(1);
            assertThat(context.getBean(MeterRegistry.class)
                .get("cache.gets")
                .tags("cache", "airport", "result", "hit")
                .functionCounter()
                .count()).isEqualTo(2);
        });
    }

    @Test
    void metersOfOneNameHaveTheSameTagsAndNoneIsAnArgument() {
        this.metered.run((context) -> {
            read(context);

            List<Meter.Id> ids = context.getBean(MeterRegistry.class)
                .getMeters()
                .stream()
                .map(Meter::getId)
                .filter((id) -> id.getName().startsWith("tidemark") || id.getName().startsWith("cache"))
                .toList();
            assertThat(ids).isNotEmpty()
                .allSatisfy((id) -> assertThat(id.getTags()).extracting(Tag::getValue).doesNotContain("TX"));
            Map<String, List<Meter.Id>> byName = ids.stream()
                .collect(java.util.stream.Collectors.groupingBy(Meter.Id::getName));
            assertThat(byName.values()).allSatisfy((same) -> assertThat(same)
                .allSatisfy((id) -> assertThat(id.getTags()).extracting(Tag::getKey)
                    .containsExactlyElementsOf(same.get(0).getTags().stream().map(Tag::getKey).toList())));
        });
    }

    @Test
    void loadsAreObservedAndHitsAndBypassesAreNot() {
        this.metered.run((context) -> {
            read(context);
            context.getBean(AirportRepository.class).findByCity("Austin");

            assertThat(context.getBean(MeterRegistry.class)
                .get("tidemark.livetable.load")
                .tags("table", "airport", "data.source", "flights", "error", "none")
                .timer()
                .count()).isEqualTo(1);
        });
    }

    @Test
    void failedLoadIsObservedAndReachesTheReaderAsItIs() {
        this.metered.run((context) -> {
            context.getBean(CountedConnections.class).setDown(true);

            assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> read(context))
                .withStackTraceContaining("The database is down");

            assertThat(context.getBean(MeterRegistry.class).get("tidemark.livetable.load").timers()).singleElement()
                .satisfies((timer) -> assertThat(timer.getId().getTag("error")).isNotEqualTo("none"));
        });
    }

    @Test
    @org.junit.jupiter.api.Tag("P10")
    void metersOfTheApplicationWinAndMicrometerMayBeAbsent() {
        this.metered.withBean("own", LiveTableMeters.class, () -> new LiveTableMeters(KeptTexts.inMemory().tables, List.of()))
            .run((context) -> assertThat(context).hasSingleBean(LiveTableMeters.class).hasBean("own"));
        new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(LiveTableMetricsAutoConfiguration.class,
                    LiveTableObservationAutoConfiguration.class))
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LiveTableMeters.class));
        new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(LiveTableMetricsAutoConfiguration.class,
                    LiveTableObservationAutoConfiguration.class))
            .withUserConfiguration(LiveTableTestConfiguration.class)
            .withClassLoader(new FilteredClassLoader("io.micrometer"))
            .run((context) -> assertThat(context).hasNotFailed()
                .doesNotHaveBean("tidemarkLiveTableMeters")
                .doesNotHaveBean("tidemarkObservedTableLoads"));
    }

    private static void read(ApplicationContext context) {
        AirportRepository airports = context.getBean(AirportRepository.class);
        for (int i = 0; i < 3; i++) {
            assertThat(airports.findByState("TX", PageRequest.of(0, 10))).hasSize(2);
        }
    }

    private static double count(ApplicationContext context, String table, String name, String tag, String value) {
        return context.getBean(MeterRegistry.class)
            .get("tidemark.livetable." + name)
            .tags("table", table, "data.source", "flights", tag, value)
            .functionCounter()
            .count();
    }

    private static double gauge(ApplicationContext context, String name) {
        return context.getBean(MeterRegistry.class)
            .get("tidemark.livetable." + name)
            .tag("table", "airport")
            .gauge()
            .value();
    }

    private static double connected(MeterRegistry meters, String source) {
        return meters.get("tidemark.livetable.source.connected").tag("source", source).gauge().value();
    }

}
