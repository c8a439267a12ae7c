package io.tidemark.projection.autoconfigure;

import java.time.Duration;
import java.util.stream.Stream;

import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.journal.FsyncPolicy;
import io.tidemark.journal.RecordCompression;
import io.tidemark.mvstore.PageCompression;
import io.tidemark.projection.EventOrdering;
import io.tidemark.projection.Freshness;
import io.tidemark.projection.ProjectionCache;
import io.tidemark.projection.autoconfigure.FlightApplications.Application;
import io.tidemark.projection.autoconfigure.ProjectionJournalProperties.OnDamage;
import io.tidemark.projection.autoconfigure.ProjectionProperties.Backend;
import io.tidemark.projection.cache.Compression;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ProjectionPropertiesTests {

    private static final ProjectionJournalProperties JOURNAL = new ProjectionJournalProperties(false, null,
            FsyncPolicy.INTERVAL, Duration.ofMillis(100), DataSize.ofMegabytes(64), DataSize.ofMegabytes(16),
            DataSize.ofMegabytes(8), Duration.ofMinutes(5), 1_000, DataSize.ofMegabytes(8), DataSize.ofMegabytes(256),
            RecordCompression.NONE, OnDamage.STOP, false);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(TidemarkAutoConfiguration.class, ProjectionAutoConfiguration.class))
        .withUserConfiguration(Application.class);

    @Test
    void nothingSetIsDefaults() {
        this.runner.run((context) -> {
            ProjectionProperties properties = context.getBean(ProjectionProperties.class);

            assertThat(properties.enabled()).isTrue();
            assertThat(properties.settings().freshness()).isSameAs(Freshness.consistent());
            assertThat(properties.settings().heapMaximumEntries()).isEqualTo(10_000);
            assertThat(properties.cache().backend()).isEqualTo(Backend.CAFFEINE);
            assertThat(properties.cache().lockTimeout()).isEqualTo(Duration.ofSeconds(10));
            assertThat(properties.cache().file())
                .isEqualTo(new ProjectionProperties.File(null, DataSize.ofGigabytes(1), Compression.NONE));
            assertThat(properties.cache().mvstore()).isEqualTo(new ProjectionProperties.Mvstore(null,
                    DataSize.ofGigabytes(1), DataSize.ofMegabytes(64), PageCompression.NONE));
            assertThat(properties.cache().caffeine()).isEqualTo(
                    new ProjectionProperties.Caffeine(DataSize.ofMegabytes(64), Compression.NONE, JOURNAL));
            assertThat(properties.jdbc().ordering()).isEqualTo(EventOrdering.GLOBAL_SEQUENCE);
        });
    }

    @Test
    void ageLimitsAreTheFreshnessOfReads() {
        this.runner.withPropertyValues("tidemark.projection.max-stale=5s",
                "tidemark.projection.stale-while-revalidate=1m")
            .run((context) -> assertThat(context.getBean(ProjectionProperties.class).settings().freshness())
                .hasToString("max-stale PT5S, stale-while-revalidate PT1M"));
    }

    @ParameterizedTest
    @MethodSource
    void wrongValueStopsStart(String property, String value, String reason) {
        this.runner.withPropertyValues(property + "=" + value).run((context) -> {
            assertThat(context).getFailure()
                .rootCause()
                .isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
                    assertThat(ex.getName()).isEqualTo(property);
                    assertThat(ex.getReason()).isEqualTo(reason);
                });
        });
    }

    static Stream<Arguments> wrongValueStopsStart() {
        String projection = "tidemark.projection.";
        String journal = projection + "cache.caffeine.journal.";
        return Stream.of(
                arguments(projection + "max-stale", "-5s", "must not be negative, was -5s"),
                arguments(projection + "stale-while-revalidate", "1500ms",
                        "must not be set without 'tidemark.projection.max-stale', was 1500ms"),
                arguments(projection + "stale-while-revalidate", "-1ms", "must not be negative, was -1ms"),
                arguments(projection + "heap.maximum-entries", "-1", "must be at least 0, was -1"),
                arguments(projection + "cache.lock-timeout", "-1s", "must not be negative, was -1s"),
                arguments(projection + "cache.file.maximum-size", "10KB", "must be at least 1MB, was 10KB"),
                arguments(projection + "cache.mvstore.maximum-size", "1023KB", "must be at least 1MB, was 1023KB"),
                arguments(projection + "cache.mvstore.page-cache-size", "0B", "must be at least 1MB, was 0B"),
                arguments(projection + "cache.caffeine.maximum-size", "-2MB", "must be at least 1MB, was -2MB"),
                arguments(journal + "fsync-interval", "0ms", "must be at least 1ms, was 0s"),
                arguments(journal + "fsync-interval", "400d", "must be at most 31536000s, was 34560000s"),
                arguments(journal + "segment-size", "4095B", "must be at least 4KB, was 4095B"),
                arguments(journal + "segment-size", "2GB", "must be at most 1GB, was 2GB"),
                arguments(journal + "maximum-record-size", "1023B", "must be at least 1KB, was 1023B"),
                arguments(journal + "maximum-record-size", "65MB", "must be at most 64MB, was 65MB"),
                arguments(journal + "queue-size", "0B", "must be at least 1KB, was 0B"),
                arguments(journal + "queue-size", "2GB", "must be at most 1GB, was 2GB"),
                arguments(journal + "snapshot-interval", "-5m", "must be at least 1ms, was -300s"),
                arguments(journal + "snapshot-interval", "366d", "must be at most 31536000s, was 31622400s"),
                arguments(journal + "snapshot-writes", "0", "must be at least 1, was 0"),
                arguments(journal + "minimum-log-size", "4095B", "must be at least 4KB, was 4095B"),
                arguments(journal + "maximum-log-size", "63MB",
                        "must not be less than 'tidemark.projection.cache.caffeine.journal.segment-size', which is "
                                + "64MB, was 63MB"),
                arguments(projection + "jdbc.first-version", "-1", "must be at least 0, was -1"),
                arguments(projection + "jdbc.fetch-size", "0", "must be at least 1, was 0"));
    }

    @Test
    void staleLimitMustBeLongerThanFreshLimit() {
        this.runner.withPropertyValues("tidemark.projection.max-stale=5s",
                "tidemark.projection.stale-while-revalidate=5s")
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .hasMessage("Property tidemark.projection.stale-while-revalidate with value 'PT5S' is invalid: must be "
                        + "longer than 'tidemark.projection.max-stale', which is 5s, was 5s"));
    }

    @Test
    void unknownBackendStopsStart() {
        this.runner.withPropertyValues("tidemark.projection.cache.backend=redis").run((context) -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("redis");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = { "enabled", "fsync", "compression", "on-damage", "fail-on-damage" })
    void unknownChoiceStopsStart(String property) {
        this.runner.withPropertyValues("tidemark.projection.cache.caffeine.journal." + property + "=perhaps")
            .run((context) -> assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("perhaps"));
    }

    @Test
    void pathOfJournalMustBePath() {
        this.runner
            .withPropertyValues("tidemark.projection.cache.caffeine.journal.enabled=true",
                    "tidemark.projection.cache.caffeine.journal.path= ")
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .hasMessage("Property tidemark.projection.cache.caffeine.journal.path with value '' is invalid: must "
                        + "be a path, was empty"));
    }

    @Test
    void directoryMustBePath() {
        this.runner.withPropertyValues("tidemark.directory= ")
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .hasMessage("Property tidemark.directory with value '' is invalid: must be a path, was empty"));
    }

    @Test
    void compressionIsUsed() {
        this.runner.withPropertyValues("tidemark.projection.cache.caffeine.compression=deflate")
            .run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ProjectionCache.class));
    }

}
