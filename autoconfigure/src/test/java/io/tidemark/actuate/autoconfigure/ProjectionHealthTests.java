package io.tidemark.actuate.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.key.KeyPath;
import io.tidemark.projection.CacheFailedException;
import io.tidemark.projection.CacheFaults;
import io.tidemark.projection.MemoryProjectionCache;
import io.tidemark.projection.ProjectionCache;
import io.tidemark.projection.Projections;
import io.tidemark.projection.autoconfigure.FlightApplications.Application;
import io.tidemark.projection.autoconfigure.JournalledApplications;
import io.tidemark.projection.autoconfigure.ProjectionAutoConfiguration;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("P12")
class ProjectionHealthTests {

    @TempDir
    Path directory;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(TidemarkAutoConfiguration.class, ProjectionAutoConfiguration.class,
                ProjectionHealthAutoConfiguration.class, TidemarkHealthAutoConfiguration.class,
                HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
                HealthEndpointAutoConfiguration.class))
        .withUserConfiguration(Application.class);

    @Test
    void cacheOnDiskIsUpWithWhatItHolds() {
        persistent().run((context) -> {
            context.getBean(Projections.class).reader("airport-traffic").get("DFW");

            Health health = health(context);

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsEntry("backend", "file")
                .containsEntry("entries", 1L)
                .containsEntry("faults", 0L)
                .containsEntry("damaged", 0L)
                .containsKeys("bytes", "diskBytes")
                .doesNotContainKey("lastFault");
        });
    }

    @Test
    void cacheThatCannotBeUsedIsDown() {
        persistent().run((context) -> {
            context.getBean(ProjectionCache.class).close();
            context.getBean(Projections.class).reader("airport-traffic").get("DFW");

            Health health = health(context);

            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails()).containsKey("error");
        });
    }

    @Test
    @Tag("P4")
    void faultThatWasSurvivedIsDetail() {
        MemoryProjectionCache cache = new MemoryProjectionCache();
        cache.failing = true;
        this.runner.withBean(ProjectionCache.class, () -> cache).run((context) -> {
            context.getBean(Projections.class).reader("airport-traffic").get("DFW");
            cache.failing = false;

            Health health = health(context);

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat((Long) health.getDetails().get("faults")).isPositive();
            assertThat(health.getDetails().get("lastFault")).isInstanceOf(CacheFaults.Fault.class);
        });
    }

    @Test
    void journalIsShownWithWhatItHolds() {
        journalled().run((context) -> {
            context.getBean(Projections.class).reader("airport-traffic").get("DFW");
            context.getBean(ProjectionCache.class).sync();

            Health health = health(context);

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsEntry("backend", "caffeine").containsEntry("entries", 1L);
            assertThat(journal(health)).containsEntry("unforcedRecords", 0L)
                .containsEntry("snapshots", 0)
                .containsEntry("refusing", false)
                .containsKeys("records", "logBytes", "recovery", "forcedAt", "queueWaitMillis")
                .doesNotContainKey("snapshotAt");
        });
    }

    @Test
    @Tag("P5")
    void damageOfJournalIsDetail() throws Exception {
        String damaged = JournalledApplications.damage(journalled(), this.directory);

        journalled().run((context) -> {
            Health health = health(context);

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat((Long) health.getDetails().get("damaged")).isPositive();
            assertThat(journal(health)).containsKeys("snapshotAt", "snapshotAgeSeconds");
            assertThat(journal(health).get("recovery")).asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("damaged", 1)
                .containsEntry("quarantined", List.of(damaged))
                .containsEntry("incomplete", true)
                .containsKeys("records", "tornBytes", "discarded");
        });
    }

    @Test
    void journalThatRefusesChangesIsDownWithItsFault() {
        journalled().withPropertyValues("tidemark.projection.cache.caffeine.journal.segment-size=4KB").run((context) -> {
            ProjectionCache cache = context.getBean(ProjectionCache.class);
            FileSystemUtils.deleteRecursively(this.directory.resolve("projection"));
            Files.createFile(this.directory.resolve("projection"));
            assertThatExceptionOfType(CacheFailedException.class).isThrownBy(() -> {
                for (int i = 0; i < 1_000; i++) {
                    cache.deletePrefix(KeyPath.of("stream").child(i).asPrefix());
                }
            });

            Health health = health(context);

            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(journal(health)).containsEntry("refusing", true);
            assertThat(health.getDetails().get("lastJournalFault")).asString().isNotEmpty();
            assertThat(context.getBean(Projections.class).reader("airport-traffic").get("DFW").watermark()).isEqualTo(2);
        });
    }

    @Test
    void closedJournalIsDown() {
        journalled().run((context) -> {
            context.getBean(ProjectionCache.class).close();

            assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
        });
    }

    @Test
    void cacheInMemoryHasNoHealth() {
        this.runner.run((context) -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(HealthContributorRegistry.class).getContributor("tidemark")).isNull();
        });
    }

    @Test
    void healthIsSwitchedOff() {
        persistent().withPropertyValues("management.health.tidemark.enabled=false")
            .run((context) -> assertThat(context).doesNotHaveBean("tidemarkHealthContributor"));
    }

    @Test
    void contributorOfApplicationWins() {
        persistent().withBean("tidemarkHealthIndicator", HealthIndicator.class, () -> () -> Health.unknown().build())
            .run((context) -> assertThat(context).doesNotHaveBean("tidemarkHealthContributor"));
    }

    private ApplicationContextRunner persistent() {
        return this.runner.withPropertyValues("tidemark.projection.cache.backend=file",
                "tidemark.directory=" + this.directory);
    }

    private ApplicationContextRunner journalled() {
        return JournalledApplications.journalled(this.runner, this.directory);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> journal(Health health) {
        return (Map<String, Object>) health.getDetails().get("journal");
    }

    private static Health health(ApplicationContext context) {
        assertThat(context.getBean(HealthContributorRegistry.class).getContributor("tidemark"))
            .isInstanceOf(CompositeHealthContributor.class);
        CompositeHealthContributor tidemark = (CompositeHealthContributor) context
            .getBean(HealthContributorRegistry.class)
            .getContributor("tidemark");
        HealthIndicator projection = (HealthIndicator) tidemark.getContributor("projection");
        return projection.health(true);
    }

}
